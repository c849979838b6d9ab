r"""A race between two ways of learning XOR

One hidden ReLU neuron learns four points in three dimensions: XOR in the first two, and a third in which the classes
lie $2\Delta$ apart.  A neuron that looks along the third dimension is compared with one that memorises a single point.
"""

import numpy as np
from sympy import Abs, And, Eq, Heaviside, Matrix, Max, Rational, diff, solve, sqrt

from derive.language import Sheet, at_least, concludes, derived, equal, figure, greater, measured, model, param
from derive.language import region, state, witness
from derive.moves.conserved import along, on_boundary
from derive.moves.crossover import crossover
from numeric import integrate, kernel

alpha = state("alpha", "nonnegative", span=(0, 2), description="weight along the third dimension")
W_2 = state("W_2", "nonnegative", span=(0, 2), description="weight of the output")
Delta = param(
    "Delta", "positive", span=("1/5", "7/5"), default="1/2", description="separation along the third dimension"
)
a, b, c, v = state("a"), state("b"), state("c"), state("v")

points = [(-1, -1, -Delta), (1, -1, Delta), (-1, 1, Delta), (1, 1, -Delta)]
labels = [-1, 1, 1, -1]
loss = sum((label - v * Max(0, a * p + b * q + c * r)) ** 2 for (p, q, r), label in zip(points, labels)) / 8
on_ray = {a: 0, b: 0, c: alpha, v: W_2}
reduced = model(
    flow={alpha: (W_2 * Delta - W_2**2 * alpha * Delta**2) / 2, W_2: (Delta * alpha - W_2 * alpha**2 * Delta**2) / 2}
)
sheet = Sheet("A race between two ways of learning XOR", reduced)
compiled = kernel((a, b, c, v, Delta), loss)


@witness(seed=1)
def descent_directions(alpha, W_2, Delta):
    """Differences of the compiled loss of the ReLU network, by each of its four weights."""
    at, h = np.array([0.0, 0.0, alpha, W_2]), 1e-6
    steps = h * np.eye(4)
    slopes = [-(compiled(*(at + e), Delta) - compiled(*(at - e), Delta)) / (2 * h) for e in steps]
    return [(float(slope), 1e-8) for slope in slopes]


@sheet.part(marks=4, system="B18", source="Eqs. 13 to 18", witness=descent_directions)
def flow_on_ray():
    r"""Only the samples with $W_1 x > 0$ pass the gate: for $W_1 = (0, 0, \alpha)$ those two whose third coordinate is
    $\Delta$.  The first two components of the gradient vanish, so that the form is kept."""
    gates = [1 if r == Delta else 0 for _, _, r in points]
    inside = (
        sum(g * (label - v * (a * p + b * q + c * r)) ** 2 for g, (p, q, r), label in zip(gates, points, labels)) / 8
    )  # the gated loss: what the shut samples add does not depend on the weights
    found = Matrix([-diff(inside, name) for name in (a, b, c, v)]).subs(on_ray).expand()
    return derived(
        found,
        equal("the first two components stay zero", found[:2, :], Matrix([0, 0])),
        equal("Eq. 15, third component", found[2], (W_2 * Delta - W_2**2 * alpha * Delta**2) / 2),
        equal("Eq. 18", found[3], (Delta * alpha - W_2 * alpha**2 * Delta**2) / 2),
        target="dW/dt for (W_1, W_2)",
    )


def learn(start, numbers, time, samples=200):
    """Gradient flow on the compiled loss of the whole ReLU network."""
    flow = {name: -diff(loss, name).subs(Delta, numbers[Delta]) for name in (a, b, c, v)}
    return integrate(flow, dict(zip("abcv", start)), time, samples=samples)


@witness(seed=2, spans={"alpha": ("1/10", 2), "W_2": ("1/10", 2)})
def drift_of_conserved(alpha, W_2, numbers):
    """The change of alpha² - W_2² along an integration of the whole ReLU network."""
    run = learn((0.0, 0.0, alpha, W_2), numbers, 20.0)
    quantity = run["c"] ** 2 - run["v"] ** 2
    return float(np.abs(quantity - quantity[0]).max()), 1e-7


@witness(seed=3, spans={"alpha": ("1/100", 2), "W_2": ("1/100", 2)})
def stays_in_quadrant(alpha, W_2, numbers):
    """Whether an integration of the whole ReLU network keeps the form, with both weights positive."""
    run = learn((0.0, 0.0, alpha, W_2), numbers, 50.0)
    return bool((run["c"] > 0).all() and (run["v"] > 0).all() and np.abs(run["a"]).max() < 1e-9)


@sheet.part(marks=4, system="B18", source="Eqs. 19 to 24")
def invariance(flow_on_ray):
    r"""On the ray $\alpha = 0$ the flow points inwards or along it, and so it does on $W_2 = 0$: no trajectory leaves the
    positive quadrant.  At the origin it stands still.  Moreover $\alpha^2 - W_2^2$ does not change."""
    third, output = flow_on_ray[2], flow_on_ray[3]
    first_ray, second_ray = on_boundary(reduced, alpha), on_boundary(reduced, W_2)
    kept = along(reduced, alpha**2 - W_2**2)
    crossing = opened(-diff(loss, c)).subs({a: 0, b: 0, c: 0, v: W_2})
    return derived(
        kept,
        equal("the reduced flow is that of the network", Matrix([third, output]), Matrix([r for _, r in reduced.flow])),
        equal("Eq. 21", first_ray, W_2 * Delta / 2),
        equal("Eq. 22", reduced.rate(W_2).subs(alpha, 0), 0),
        equal("Eq. 23", reduced.rate(alpha).subs(W_2, 0), 0),
        equal("Eq. 24", second_ray, Delta * alpha / 2),
        at_least("inwards across the first ray", first_ray, 0),
        at_least("inwards across the second ray", second_ray, 0),
        greater("as printed: strictly inwards on all of the second ray", second_ray, 0, expected="refuted"),
        equal("with every gate open at zero input, the network itself crosses twice as fast", crossing, W_2 * Delta),
        equal("as printed, Eq. 21 read of the network", crossing, W_2 * Delta / 2, expected="refuted"),
        equal("alpha² - W_2² is conserved", kept, 0, witness=drift_of_conserved),
        measured(
            "the quadrant is never left", And(alpha > 0, W_2 > 0), stays_in_quadrant, given=And(alpha > 0, W_2 > 0)
        ),
        target="rate of change of alpha² - W_2²",
    )


@sheet.figure(after="invariance")
def quadrant(flow_on_ray, numbers):
    """The reduced flow (arrows, as derived) in the quadrant that is never left, six trajectories of the whole ReLU network
    (lines, dots at their starts), the curves of constant α² − W₂² through their starts (dashed), and the states at which the
    derived flow stands still (black)."""
    drawing, axes = figure()
    third, output = (entry.subs(numbers) for entry in flow_on_ray[2:])
    side = np.linspace(0.0, 3.0, 13)
    grid = np.meshgrid(side, side)
    arrows = [kernel((alpha, W_2), entry)(*grid) for entry in (third, output)]
    speed = np.maximum(np.hypot(*arrows), 1e-12)
    axes.quiver(*grid, arrows[0] / speed, arrows[1] / speed, color="grey", alpha=0.45, width=0.003)
    line = np.linspace(0.0, 3.0, 400)
    for start in ((0.1, 1.6), (0.1, 0.7), (0.15, 0.1), (0.9, 0.1), (2.8, 1.6), (1.7, 2.9)):
        run = learn((0.0, 0.0, *start), numbers, 80.0)
        path = axes.plot(run["c"], run["v"], linewidth=2, alpha=0.8)[0]
        axes.plot(*start, "o", color=path.get_color(), markersize=4)
        kept = start[0] ** 2 - start[1] ** 2
        curve = np.where(line**2 >= kept, np.sqrt(np.maximum(line**2 - kept, 0)), np.nan)
        axes.plot(line, curve, "--", color=path.get_color(), linewidth=0.8)
    still = solve(third / W_2, W_2)[0]
    axes.plot(line[1:], kernel((alpha,), still)(line[1:]), "k", linewidth=1, label="rest")
    axes.plot([], [], "k-", alpha=0.5, linewidth=2, label="network")
    axes.plot([], [], "k--", linewidth=0.8, label="α² − W₂² constant")
    axes.set(xlabel="weight α of the third dimension", ylabel="output weight W₂", xlim=(0, 3), ylim=(0, 3))
    axes.legend(loc="upper center", bbox_to_anchor=(0.5, 1.14), ncols=3, frameon=False)
    return drawing


def opened(gradient):
    """The source's convention: the Heaviside function is 1 at zero."""
    return gradient.replace(Heaviside, lambda u, *_: Heaviside(u, 1))


@sheet.part(marks=3, system="B21", graded=False)
def learning_rates():
    r"""A mode of a deep linear network is learned in a time of order $1/s$, with $s$ the singular value of the gated
    $\Sigma^{yx} = \langle \theta\, y x^\top \rangle$.  The linear neuron is gated by two samples, the memorising one by one."""
    separable = Matrix([0, 0, Delta / 2])
    memorised = Matrix([1, 1, Delta]) / 4
    from_samples = (Matrix(points[1]) + Matrix(points[2])) / 4
    return derived(
        Matrix([Delta / 2, sqrt(Rational(1, 8) + Delta**2 / 16)]),
        equal("gated statistics, linear neuron", from_samples, separable),
        equal("gated statistics, memorising neuron", -Matrix(points[0]) / 4, memorised),
        equal("singular value, linear neuron", sqrt(separable.dot(separable)), Delta / 2),
        equal(
            "singular value, memorising neuron", sqrt(memorised.dot(memorised)), sqrt(Rational(1, 8) + Delta**2 / 16)
        ),
        target="singular values",
    )


START = 1e-8


def time_to_half(direction, sign, sample, separation):
    """When a neuron with tiny weights along a direction gives half the right answer on a sample that it gates."""
    start = (*(START * np.array(direction) / np.linalg.norm(direction)), sign * START)
    run = learn(start, {Delta: Rational(str(separation))}, 400.0, samples=8001)
    x = np.array([float(Matrix(points[sample])[k].subs(Delta, separation)) for k in range(3)])
    output = run["v"] * np.maximum(0, run["a"] * x[0] + run["b"] * x[1] + run["c"] * x[2])
    return float(run.times[np.argmax(np.abs(output) > 0.5)])


def linear_wins(separation):
    linear = time_to_half((0, 0, 1), 1, 1, separation)
    memorising = time_to_half((-1, -1, -separation), -1, 0, separation)
    return linear < memorising


@witness(seed=4, points=1, vary=())
def empirical_crossover():
    """The separation at which the two neurons, simulated apart from tiny weights, learn equally fast, by bisection."""
    low, high = 0.4, 1.3
    while high - low > 0.01:
        middle = (low + high) / 2
        low, high = (low, middle) if linear_wins(middle) else (middle, high)
    return (low + high) / 2, 0.01


@witness(seed=5, points=6, spans={"Delta": ("2/5", "7/5")})
def linear_neuron_is_first(Delta):
    """The race of the two neurons at a sampled separation."""
    return linear_wins(Delta)


@witness(seed=6, points=1)
def linear_neuron_is_first_here(Delta):
    """The race of the two neurons at the sheet's separation."""
    return linear_wins(Delta)


@sheet.part(marks=5, system="B21", source="Eqs. 27 to 30")
def critical_separation(learning_rates):
    r"""The two singular values are equal at one separation.  Above it the linear neuron is faster.  Below it, however
    small $\Delta$ is, the points are still linearly separable, but the memorising neuron wins the race: no, a ReLU network
    does not exploit linear separability whenever it can."""
    linear, memorising = learning_rates
    critical = crossover(linear, memorising, Delta)
    return derived(
        critical,
        region("Eq. 27 to 28: square both sides", Eq(linear, memorising), Eq(linear**2, memorising**2)),
        region("Eq. 28 to 29: times 16", Eq(linear**2, memorising**2), Eq(4 * Delta**2, 2 + Delta**2)),
        region("Eq. 29 to 30: solve", Eq(4 * Delta**2, 2 + Delta**2), Eq(Delta, sqrt(Rational(2, 3)))),
        equal("the critical separation", critical, sqrt(Rational(2, 3)), witness=empirical_crossover),
        target=Delta,
    )


@sheet.part(marks=3, system="B21", relation="region")
def linear_regime(learning_rates, critical_separation):
    r"""Where the linear neuron learns faster."""
    linear, memorising = learning_rates
    faster = Delta > critical_separation
    return derived(
        faster,
        region("the linear neuron is faster", linear > memorising, faster),
        region("the memorising neuron is faster", linear < memorising, Delta < critical_separation),
        measured("the race", faster, linear_neuron_is_first, given=Abs(Delta - critical_separation) > Rational(1, 50)),
        concludes("at this separation the linear neuron wins", faster, witness=linear_neuron_is_first_here),
    )


@sheet.figure(after="linear_regime")
def learning_times(learning_rates, critical_separation):
    """Time to half the right answer over the separation: 1/s up to one common factor (lines) and in simulations of the
    two neurons from tiny weights (dots). The derived crossover is dashed."""
    drawing, axes = figure()
    separations = np.linspace(0.3, 1.35, 12)
    scale = np.log(0.5 / START) * 0.98
    for rate_, direction, sign, sample, label in (
        (learning_rates[0], (0, 0, 1), 1, 1, "linear"),
        (learning_rates[1], None, -1, 0, "memorising"),
    ):
        line = axes.plot(separations, scale / kernel((Delta,), rate_)(separations), label=f"{label}, derived")[0]
        times = [time_to_half(direction or (-1, -1, -d), sign, sample, float(d)) for d in separations]
        axes.plot(separations, times, "o", color=line.get_color(), label=f"{label}, simulated")
    axes.axvline(float(critical_separation), linestyle="--", color="grey", label="crossover")
    axes.set(xlabel="separation Δ", ylabel="learning time (time constants)")
    axes.legend(frameon=False)
    return drawing
