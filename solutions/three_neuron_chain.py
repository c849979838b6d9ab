r"""Learning in a chain of three neurons

Three neurons in a row, with firing rates $x_1$, $x_2$, $x_3$ and synapses $w_1$ and $w_2$.  Gradient descent on
$l = \frac12 (y - x_3)^2$ changes the synapses so that $x_3$ approaches a target rate $y$: first for linear neurons,
then for a differentiable nonlinearity $\sigma$ at the middle neuron.
"""

from sympy import And, Derivative, Heaviside, Matrix, Max, Ne, Or, Piecewise, Poly, Rational, exp, factor, sign, sqrt
from sympy import tanh

from derive.language import Sheet, at_most, concludes, derived, equal, figure, function, greater, less, model, param
from derive.language import quantity, region, state, table, variable, witness
from derive.measure import numeric_gradient, slope_of
from derive.moves.chain_rule import chain_rule
from numeric import gradient_descent, kernel

x_1 = state("x_1", span=(-2, 2), unit="Hz", description="rate of the input neuron")
w_1 = state("w_1", span=(-2, 2), description="first synapse")
w_2 = state("w_2", span=(-2, 2), description="second synapse")
y = state("y", span=(-2, 2), unit="Hz", description="target rate")
alpha = param("alpha", "positive", span=("1/100", 2), description="learning rate")
r_0 = param("r_0", "nonnegative", span=(0, 1), default=0, description="convention for the slope of ReLU at its kink")
x_2 = quantity("x_2", unit="Hz", description="rate of the middle neuron, or its input")
x_3 = quantity("x_3", unit="Hz", description="rate of the output neuron")
l = quantity("l", description="loss")
S = quantity("S", "nonnegative", description="linear coefficient of the error along the update")
C = quantity("C", description="square coefficient of the error along the update")
sigma, z = function("sigma", "smooth"), variable("z")

coefficients = {S: x_1**2 * (w_1**2 + w_2**2), C: x_1**3 * w_1 * w_2 * (x_3 - y)}
linear = model(definitions={x_2: w_1 * x_1, x_3: w_2 * x_2, l: (y - x_3) ** 2 / 2, **coefficients})
nonlinear = model(definitions={x_2: w_1 * x_1, x_3: w_2 * sigma(x_2), l: (y - x_3) ** 2 / 2})
relu = nonlinear.with_definitions({sigma(z): Max(0, z)})
logistic = nonlinear.with_definitions({sigma(z): 1 / (1 + exp(-z))})
hyperbolic = nonlinear.with_definitions({sigma(z): tanh(z)})
sheet = Sheet("Learning in a chain of three neurons", linear)

# Section 1: linear neurons.


@sheet.part(marks=1, system="A1", section="1", source="Eq. 3", witness=slope_of(linear, l, x_3, seed=1))
def output_gradient():
    r"""The loss depends on the output rate alone."""
    return chain_rule(linear, l, x_3)


@sheet.part(marks=1, system="A1", section="1", source="Eq. 3", witness=slope_of(linear, l, w_2, seed=2))
def gradient_w2(output_gradient):
    r"""The second synapse acts on the loss through $x_3$ only."""
    return chain_rule(linear, l, w_2, {x_3: output_gradient})


@sheet.part(marks=1, system="A1", section="1", source="Eq. 3", witness=slope_of(linear, l, x_2, seed=3))
def gradient_x2(output_gradient):
    r"""One step further back along the chain."""
    return chain_rule(linear, l, x_2, {x_3: output_gradient})


@sheet.part(marks=2, system="A1", section="1", source="Eq. 3", witness=slope_of(linear, l, w_1, seed=4))
def gradient_w1(gradient_x2):
    r"""The first synapse acts through $x_2$ and $x_3$: three factors."""
    return chain_rule(linear, l, w_1, {x_2: gradient_x2})


loss = kernel((x_1, w_1, w_2, y), linear.expand(l))


def stepped(x_1, w_1, w_2, y, alpha):
    """Both synapses after one step against the measured slope of the compiled loss."""
    point = {"x_1": x_1, "w_1": w_1, "w_2": w_2, "y": y}
    g_1, g_2 = numeric_gradient(loss_at, point, ("w_1", "w_2"))
    return w_1 - alpha * g_1, w_2 - alpha * g_2


def loss_at(x_1, w_1, w_2, y):
    return loss(x_1, w_1, w_2, y)


def one_step(place, seed):
    """A witness: a synapse after one step against the measured slope of the compiled loss."""

    @witness(seed=seed)
    def synapse(x_1, w_1, w_2, y, alpha):
        """One step against the measured slope of the compiled loss."""
        return stepped(x_1, w_1, w_2, y, alpha)[place], 1e-9

    return synapse


@sheet.part(marks=1, system="A1", section="1", source="Eq. 4", witness=one_step(1, seed=5))
def update_w2(gradient_w2):
    r"""Gradient descent steps against the gradient, with learning rate $\alpha$."""
    return derived(w_2 - alpha * gradient_w2, target=w_2)


@sheet.part(marks=1, system="A1", section="1", source="Eq. 4", witness=one_step(0, seed=6))
def update_w1(gradient_w1):
    r"""The same for the first synapse."""
    return derived(w_1 - alpha * gradient_w1, target=w_1)


# How far a step may go: along the update the loss is a polynomial in the learning rate.


@witness(seed=7)
def initial_decay(x_1, w_1, w_2, y):
    """Measured change of the loss along a very short measured step, for each unit of the learning rate."""
    step = 1e-6
    v_1, v_2 = stepped(x_1, w_1, w_2, y, step)
    before = loss_at(x_1, w_1, w_2, y)
    return (loss_at(x_1, v_1, v_2, y) - before) / step, 1e-6 * (1 + before) * 50


@sheet.part(graded=False, marks=2, system="A2", section="1", witness=initial_decay)
def directional_derivative(gradient_w1, gradient_w2):
    r"""Along the update the loss changes at the rate $-|\nabla l|^2$ for a small step: never upwards, and downwards
    unless the gradient vanishes, which it does where the output is right, and at $w_1 = w_2 = 0$.
    """
    slope = -(gradient_w1**2 + gradient_w2**2)
    moving = (Ne(x_3, y), Ne(x_1, 0), Ne(w_1, 0))
    return derived(
        slope,
        at_most("a short step never raises the loss", slope, 0),
        less("and lowers it where the gradient is not zero", slope, 0, given=moving),
        less("as printed: a small enough step is guaranteed to lower the loss", slope, 0, expected="refuted"),
        target=Derivative(l, alpha),
    )


def growth(error):
    """$S$ and $C$ of $1 - S\\alpha + C\\alpha^2$, the factor by which a step multiplies the output error."""
    square, linear_term, constant = Poly(error, alpha).all_coeffs()
    return factor(-linear_term / constant), factor(square / constant)


@witness(seed=8)
def error_after_step(x_1, w_1, w_2, y, alpha):
    """The output error of the compiled network after one measured step."""
    v_1, v_2 = stepped(x_1, w_1, w_2, y, alpha)
    return v_2 * v_1 * x_1 - y, 1e-8


@sheet.part(graded=False, marks=3, system="A2", section="1", witness=error_after_step)
def error_along_update(update_w1, update_w2):
    r"""Put the updated synapses into $x_3 - y$.  The step multiplies the error by a square polynomial in $\alpha$,
    $1 - S \alpha + C \alpha^2$ with $S = x_1^2 (w_1^2 + w_2^2)$ and $C = x_1^3 w_1 w_2 (x_3 - y)$.
    """
    error = update_w1 * update_w2 * x_1 - y
    s, c = growth(linear.expand(error))
    found = (x_3 - y) * (1 - S * alpha + C * alpha**2)
    return derived(
        found,
        equal("the error after a step", error, found),
        equal("its linear coefficient", s, S),
        equal("its square coefficient", c, C),
    )


def falls(x_1, w_1, w_2, y, alpha):
    v_1, v_2 = stepped(x_1, w_1, w_2, y, alpha)
    return loss_at(x_1, v_1, v_2, y) < loss_at(x_1, w_1, w_2, y)


@witness(seed=9, points=200, spans={"alpha": ("1/100", 4)})
def step_lowers_loss(x_1, w_1, w_2, y, alpha):
    """One step from a sampled state, with step sizes below and above the bound: does the compiled loss fall?"""
    return falls(x_1, w_1, w_2, y, alpha)


@sheet.part(graded=False, marks=4, system="A2", section="1")
def largest_safe_step(error_along_update):
    r"""The loss falls when $|1 - S\alpha + C\alpha^2| < 1$, that is for
    $0 < (S - C\alpha)\,\alpha < 2$.  Every step below $\alpha_{\max}$ lowers the loss; at $\alpha_{\max}$ the loss is what
    it was: the bound is where the polynomial first comes back to $-1$, or to $1$ where it never reaches $-1$.
    """
    s, c = growth(error_along_update)
    root = sqrt(s**2 - 8 * c)
    bound = Piecewise((4 / (s + root), s**2 >= 8 * c), (s / c, True))
    ratio = 1 - s * alpha + c * alpha**2
    window = Or(And(s**2 < 8 * c, c * alpha < s), And(s**2 >= 8 * c, (s - c * alpha) * alpha < 2, c * alpha < s))
    moving = (Ne(x_3, y), Ne(x_1, 0), Ne(w_1, 0), Ne(w_2, 0))
    return derived(
        bound,
        equal(
            "the change of the squared error", ratio**2 - 1, -alpha * (s - c * alpha) * (2 - s * alpha + c * alpha**2)
        ),
        region("the loss falls", ratio**2 < 1, window, given=moving, witness=step_lowers_loss, expected="supported"),
        equal("at the bound nothing is gained", ratio.subs(alpha, 4 / (s + root)), -1, given=(*moving, s**2 >= 8 * c)),
        equal("nor at the other one", ratio.subs(alpha, s / c), 1, given=moving),
        less(
            "every shorter step lowers the loss",
            ratio**2,
            1,
            given=(*moving, alpha < bound),
            expected="supported",
            witness=step_lowers_loss,
            measures=ratio**2 < 1,
        ),
    )


# Which way each synapse moves, as the signs decide.


def way(place, seed):
    """A witness: the sign of the measured change of a synapse."""

    @witness(seed=seed, points=40)
    def direction(x_1, w_1, w_2, y):
        """The sign of the measured change of the synapse."""
        return float(sign(stepped(x_1, w_1, w_2, y, 1.0)[place] - (w_1, w_2)[place])), 0.0

    return direction


def sign_table(caption, name, other):
    header = (sign(x_1), sign(other), sign(y - x_3), sign(-Derivative(l, name)))
    return table(caption, header, [(a, b, c, a * b * c) for a in (1, -1) for b in (1, -1) for c in (1, -1)])


BEFORE_EQUATION_3 = (x_1 > 0, w_1 < 0, x_3 < y)


@sheet.part(marks=2, system="A3", section="1", relation="positive_factor", spellings=("\\Delta w_1",))
def direction_w1(gradient_w1):
    r"""The first synapse moves with the sign of $x_1 w_2 (y - x_3)$.  For $x_1 > 0$ and $x_3 < y$ that is the sign of
    $w_2$.
    """
    signs = sign(x_1) * sign(w_2) * sign(y - x_3)
    return derived(
        -gradient_w1,
        equal("the sign of its change", sign(-gradient_w1), signs, witness=way(0, seed=11)),
        greater("as printed: it grows where w_2 is positive", -gradient_w1, 0, given=(*BEFORE_EQUATION_3, w_2 > 0)),
        less("as printed: it falls where w_2 is negative", -gradient_w1, 0, given=(*BEFORE_EQUATION_3, w_2 < 0)),
        target=-Derivative(l, w_1),
        tables=(sign_table("Which way $w_1$ moves", w_1, w_2),),
    )


@sheet.part(marks=2, system="A3", section="1", relation="positive_factor", spellings=("\\Delta w_2",))
def direction_w2(gradient_w2):
    r"""The second synapse moves with the sign of $x_1 w_1 (y - x_3)$, whatever the sign of $w_2$.  For $x_1 > 0$,
    $w_1 < 0$ and $x_3 < y$ it falls: the middle neuron is negative, and only a smaller $w_2$ raises the output.
    """
    signs = sign(x_1) * sign(w_1) * sign(y - x_3)
    return derived(
        -gradient_w2,
        equal("the sign of its change", sign(-gradient_w2), signs, witness=way(1, seed=12)),
        less("it falls where x_1 > 0, w_1 < 0 and x_3 < y", -gradient_w2, 0, given=BEFORE_EQUATION_3),
        greater(
            "as printed: it grows where w_2 is positive",
            -gradient_w2,
            0,
            given=(*BEFORE_EQUATION_3, w_2 > 0),
            expected="refuted",
        ),
        target=-Derivative(l, w_2),
        tables=(sign_table("Which way $w_2$ moves", w_2, w_1),),
    )


@sheet.figure(after="largest_safe_step")
def loss_along_descent(largest_safe_step, error_along_update):
    """Left: the loss after one step, derived (line) and run (dots); the bound is dashed. Right: the loss along descent
    for learning rates below and above the bound.
    """
    start = {x_1: 1, w_1: Rational(1, 2), w_2: Rational(3, 2), y: -1}
    bound = float(linear.expand(largest_safe_step).subs(start))
    rates = [bound * k / 24 for k in range(1, 30)]
    run = gradient_descent(linear.expand(l), {w_1: 0.5, w_2: 1.5}, rate=rates, steps=1, values={x_1: 1, y: -1})
    drawing, (left, right) = figure(2)
    curve = kernel((alpha,), linear.expand(error_along_update).subs(start) ** 2 / 2)
    left.plot(rates, curve(rates), label="derived")
    left.plot(rates, run.loss[1], "o", markersize=3, label="run")
    left.axvline(bound, linestyle="--", color="grey", label="bound")
    left.axhline(run.loss[0, 0], linestyle=":", color="grey", label="loss before")
    left.set(xlabel="learning rate α (1/Hz²)", ylabel="loss after one step (Hz²)", yscale="log")
    for share in (0.1, 0.5, 0.9, 1.3):
        path = gradient_descent(
            linear.expand(l), {w_1: 0.5, w_2: 1.5}, rate=share * bound, steps=30, values={x_1: 1, y: -1}
        )
        right.plot(path.loss, label=f"α = {share} of the bound")
    right.set(xlabel="step", ylabel="loss (Hz²)", yscale="log", ylim=(1e-12, 1e4))
    for axes in (left, right):
        axes.legend(frameon=False)
    return drawing


# Section 2: a nonlinear neuron in the middle.


@sheet.part(marks=1, system="A4", section="2", source="Eq. 6", model=nonlinear)
def nonlinear_output_gradient():
    r"""The output enters the loss as before."""
    return chain_rule(nonlinear, l, x_3)


@sheet.part(marks=1, system="A4", section="2", source="Eq. 6", model=nonlinear)
def nonlinear_gradient_w2(nonlinear_output_gradient):
    r"""The second synapse meets the rate $\sigma(x_2)$ of the middle neuron, where $x_2$ is now its input."""
    return chain_rule(nonlinear, l, w_2, {x_3: nonlinear_output_gradient})


@sheet.part(marks=1, system="A4", section="2", source="Eq. 6", model=nonlinear)
def nonlinear_gradient_x2(nonlinear_output_gradient):
    r"""On the way to $x_2$ the slope of the nonlinearity comes in."""
    return chain_rule(nonlinear, l, x_2, {x_3: nonlinear_output_gradient})


@sheet.part(marks=2, system="A4", section="2", source="Eq. 6", model=nonlinear)
def nonlinear_gradient_w1(nonlinear_gradient_x2):
    r"""The first synapse: the factor $x_1$ is added to the last result."""
    return chain_rule(nonlinear, l, w_1, {x_2: nonlinear_gradient_x2})


@sheet.part(marks=2, system="A4", graded=False, model=nonlinear)
def smooth_nonlinearities(nonlinear_gradient_w1, nonlinear_gradient_w2):
    r"""Put in for $\sigma$: the logistic function, with $\sigma' = \sigma (1 - \sigma)$, and the hyperbolic tangent, with
    $\sigma' = 1 - \sigma^2$.
    """
    cases = (
        ("logistic", logistic, 1 / (1 + exp(-x_2)), exp(-x_2) / (1 + exp(-x_2)) ** 2, 21),
        ("tanh", hyperbolic, tanh(x_2), 1 - tanh(x_2) ** 2, 23),
    )
    claims = []
    for name, concrete, output, slope, seed in cases:
        for symbol, derived_one, written in (
            (w_1, nonlinear_gradient_w1, (w_2 * output - y) * w_2 * slope * x_1),
            (w_2, nonlinear_gradient_w2, (w_2 * output - y) * output),
        ):
            watch = slope_of(concrete, l, symbol, seed=seed)
            claims.append(equal(f"{name}, by {symbol}", derived_one, written, model=concrete, witness=watch))
    return derived(nonlinear_gradient_w1, *claims, target=Derivative(l, w_1))


def at_the_kink(gradient):
    """The slope of $\\max(0, z)$ at zero is a convention: here it is the parameter $r_0$."""
    return relu.expand(gradient).doit().replace(Heaviside, lambda u, *_: Heaviside(u, r_0))


@sheet.part(graded=False, marks=1, system="A4", section="2", model=relu, witness=slope_of(relu, l, w_1, seed=25))
def relu_gradient_w1(nonlinear_gradient_w1):
    r"""With $\sigma(x) = \max(0, x)$ the slope is 0 or 1, and $r_0$ at the kink."""
    return derived(at_the_kink(nonlinear_gradient_w1), target=Derivative(l, w_1))


@sheet.part(graded=False, marks=1, system="A4", section="2", model=relu, witness=slope_of(relu, l, w_2, seed=26))
def relu_gradient_w2(nonlinear_gradient_w2):
    r"""The second synapse sees the rectified input of the middle neuron."""
    return derived(at_the_kink(nonlinear_gradient_w2), target=Derivative(l, w_2))


def descent(x_1, w_1, w_2, y, alpha, slope=0, steps=50):
    """The synapses at the end of a descent on the loss of the rectified network."""
    start = {"w_1": w_1, "w_2": w_2}
    values = {"x_1": x_1, "y": y}
    return gradient_descent(
        relu.expand(l), start, rate=alpha, steps=steps, values=values, slope_at_kink=Rational(str(slope))
    ).final


@witness(seed=27, points=12, spans={"alpha": (1, 100)})
def synapses_after_descent(x_1, w_1, w_2, y, alpha):
    """Fifty steps of gradient descent from sampled synapses of the wrong sign, with learning rates up to 100."""
    end = descent(x_1, w_1, w_2, y, alpha)
    return (float(end["w_1"]), 0.0), (float(end["w_2"]), 0.0)


@witness(seed=28, points=1)
def first_synapse_leaves_zero(r_0):
    """Descent from $w_1 = 0$ with the chosen slope at the kink: does the first synapse move?"""
    return abs(float(descent(1.0, 0.0, 1.0, 1.0, 0.1, slope=r_0)["w_1"])) > 1e-6


@sheet.part(marks=3, system="A5", section="2", model=relu, relation="region")
def dead_neuron(relu_gradient_w1, relu_gradient_w2):
    r"""Where $x_1$ and $w_1$ have opposite signs the middle neuron is silent and its slope is zero: both gradients
    vanish, and no learning rate moves the synapses.  At $w_1 = 0$ it hangs on the convention: with $r_0 = 0$ the first
    synapse stays, with $r_0 > 0$ it leaves.
    """
    silent = x_1 * w_1 < 0
    after = Matrix([w_1 - alpha * relu_gradient_w1, w_2 - alpha * relu_gradient_w2])
    before = Matrix([w_1, w_2])
    return derived(
        silent,
        equal("the first gradient vanishes", relu_gradient_w1, 0, given=silent),
        equal("the second gradient vanishes", relu_gradient_w2, 0, given=silent),
        equal("a step leaves the synapses where they are", after, before, given=silent, witness=synapses_after_descent),
        equal("the first gradient at w_1 = 0", relu_gradient_w1.subs(w_1, 0), -y * w_2 * x_1 * r_0),
        concludes("from w_1 = 0 the first synapse learns", r_0 > 0, witness=first_synapse_leaves_zero),
    )
