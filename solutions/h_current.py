r"""Integrate-and-fire neuron with an H-current

A leaky integrate-and-fire neuron carries an inward current $x g_0 (V - E_0)$ that opens slowly when the neuron is
hyperpolarised.  How strong must it be for the neuron to fire by itself?
"""

import numpy as np
from sympy import And, Eq, Matrix, Rational, diff, exp, simplify, solve

from derive.language import Sheet, concludes, derived, equal, figure, function, greater, less, measured, model, param
from derive.language import region, state, variable, witness
from derive.moves.fixed_point import fixed_points
from derive.moves.nullcline import nullcline
from derive.moves.stability import jacobian, leading_real_part
from numeric import Event, integrate, kernel

V = state("V", span=(-90, -20), unit="mV", description="voltage")
x = state("x", "positive", span=("1/100", "99/100"), description="open fraction of the H-current")
E_L = param("E_L", span=(-70, -60), default=-65, unit="mV", latex=r"\mathcal{E}_L", description="leak reversal, reset")
V_th = param("V_th", span=(-56, -46), default=-50, unit="mV", latex=r"V_{\mathrm{th}}", description="threshold")
E_0 = param("E_0", span=(-20, 30), default=0, unit="mV", latex=r"\mathcal{E}_0", description="H-current reversal")
V_0 = param("V_0", span=(-74, -62), default=-70, unit="mV", description="half activation")
DeltaV = param("DeltaV", "positive", span=(8, 16), default=10, unit="mV", latex=r"\Delta V", description="steepness")
tau = param("tau", "positive", span=(5, 20), default=10, unit="ms", description="membrane time constant")
tau_x = param("tau_x", "positive", span=(200, 2000), default=1000, unit="ms", description="time constant of x")
g_0 = param("g_0", "positive", span=("1/10", 8), default=1, description="strength of the H-current over the leak")
x_inf = function("x_inf", "positive", "decreasing", "bounded", "smooth", latex=r"x_\infty")
T, D = variable("T", span=(-3, 3)), variable("D", span=(-3, 3))

neuron = model(
    definitions={x_inf(V): 1 / (1 + exp((V - V_0) / DeltaV))},
    flow={V: (-(V - E_L) - x * g_0 * (V - E_0)) / tau, x: (x_inf(V) - x) / tau_x},
    spike=V >= V_th,
    reset={V: E_L},
    assume=(E_L < V_th, V_th < E_0),
)
sheet = Sheet("Integrate-and-fire neuron with an H-current", neuron)
BELOW = And(V > E_L, V < E_0)


@witness(seed=1)
def voltage_at_rest(x, numbers):
    """The voltage at which the original flow of V stands still, by bisection at a fixed x."""
    return bisect(lambda v: rate(v, x, numbers)[0], -120.0, 60.0), 1e-8


rates = kernel((V, x, E_L, E_0, V_0, DeltaV, tau, tau_x, g_0), [neuron.expand(rate) for _, rate in neuron.flow])


def rate(V, x, numbers):
    """The original right-hand sides, (dV/dt, dx/dt)."""
    return rates(V, x, *(float(numbers[n]) for n in (E_L, E_0, V_0, DeltaV, tau, tau_x, g_0)))


def bisect(f, low, high):
    """A zero of a falling function."""
    for _ in range(80):
        middle = (low + high) / 2
        low, high = (middle, high) if f(middle) > 0 else (low, middle)
    return low


@sheet.part(marks=2, system="B1", source="Eq. 4", witness=voltage_at_rest)
def v_nullcline():
    r"""Set $\dot V = 0$ and solve for $V$."""
    found = nullcline(neuron, V, V)
    return derived(found, equal("with E_0 = 0", found.subs(E_0, 0), E_L / (1 + x * g_0)), target=V)


@witness(seed=2, spans={"V": (-90, -21)})
def x_that_holds_voltage(V, numbers):
    """The x at which the original flow holds a voltage, by bisection (the flow rises with x below $E_0$)."""
    return bisect(lambda u: -rate(V, u, numbers)[0], -500.0, 500.0), 1e-7


@sheet.part(marks=2, system="B1", source="Eq. 5", witness=x_that_holds_voltage)
def v_nullcline_for_x():
    r"""The same line the other way round."""
    found = nullcline(neuron, V, x)
    return derived(found, equal("with E_0 = 0", found.subs(E_0, 0), (E_L / V - 1) / g_0), target=x)


@witness(seed=3)
def x_at_rest(V, numbers):
    """The x at which the original flow of x stands still, by bisection."""
    return bisect(lambda u: rate(V, u, numbers)[1], -1.0, 2.0), 1e-10


@sheet.part(marks=1, system="B1", source="Eq. 2", witness=x_at_rest)
def x_nullcline():
    r"""Set $\dot x = 0$: the open fraction is at its steady state."""
    return derived(neuron.expand(nullcline(neuron, x, x)), target=x)


@sheet.part(marks=1, system="B1", given=x < 1)
def x_nullcline_for_v(x_nullcline):
    r"""Solved for the voltage, with a logarithm."""
    found = solve(Eq(x_nullcline, x), V)[0]
    back = x_nullcline.subs(V, found)
    return derived(found, equal("on the nullcline", back, x, given=x < 1), target=V)


@witness(seed=4, points=20, vary=("V", "x"), spans={"V": (-64, -1)})
def end_of_relaxation(V, x, numbers):
    """Where the original flow, threshold ignored, comes to rest from sampled starts."""
    run = integrate(flow_at(numbers), {"V": V, "x": x}, 30000.0, samples=2)
    return (float(run.final["V"]), 1e-6), (float(run.final["x"]), 1e-8)


def flow_at(numbers):
    return {s: neuron.expand(r).subs(numbers) for s, r in neuron.flow}


@sheet.part(marks=5, system="B2")
def fixed_point(numbers, v_nullcline_for_x):
    r"""Put the $x$-nullcline into $\dot V$.  Between $E_L$ and $E_0$ the result falls from a positive to a negative value:
    there is exactly one fixed point, whatever the parameters.  For the numbers it is certified in ball arithmetic."""
    drift = -(V - E_L) - x_inf(V) * g_0 * (V - E_0)
    return derived(
        fixed_points(neuron, {V: (E_L, E_0), x: (0, 1)}, numbers, witness=end_of_relaxation),
        equal("its voltage solves", tau * neuron.rate(V).subs(x, x_inf(V)), drift),
        greater("at the leak reversal the voltage rises", drift.subs(V, E_L), 0),
        less("at the reversal of the H-current it falls", drift.subs(V, E_0), 0),
        less("in between the rate falls all the way", diff(drift, V), 0, given=BELOW, expected="supported"),
        target=Matrix([V, x]),
    )


@sheet.figure(after="fixed_point")
def phase_plane(numbers, v_nullcline_for_x, x_nullcline, fixed_point):
    """Nullclines as derived (lines), the fixed point, and the original flow: its directions and two of its trajectories,
    threshold ignored."""
    drawing, axes = figure()
    volts = np.linspace(-90, -20, 200)
    for line, label in ((v_nullcline_for_x, "V does not move"), (x_nullcline, "x does not move")):
        curve = kernel((V,), line.subs(numbers), nonfinite="allow")(volts)
        axes.plot(volts, np.where(np.abs(curve) < 2, curve, np.nan), label=label)
    grid_v, grid_x = np.meshgrid(np.linspace(-88, -22, 14), np.linspace(0.04, 0.96, 10))
    flow = np.array([[rate(v, u, numbers) for v, u in zip(*row)] for row in zip(grid_v, grid_x)])
    speed = np.hypot(flow[..., 0] / 70, flow[..., 1])
    axes.quiver(grid_v, grid_x, flow[..., 0] / 70 / speed, flow[..., 1] / speed, color="grey", alpha=0.5)
    run = integrate(flow_at(numbers), {"V": np.array([-30.0, -85.0]), "x": np.array([0.8, 0.05])}, 5000.0, samples=4000)
    for path in range(2):
        axes.plot(run["V"][path], run["x"][path], "k", linewidth=0.8, label="trajectories" if path else None)
    axes.plot(float(fixed_point[0]), float(fixed_point[1]), "ko", label="fixed point")
    axes.set(xlabel="voltage V (mV)", ylabel="open fraction x", xlim=(-90, -20), ylim=(0, 1))
    axes.legend(frameon=False)
    return drawing


@witness(seed=5)
def slopes_of_flow(V, x, numbers):
    """Differences of the original right-hand sides."""
    h = 1e-4
    by_v = (rate(V + h, x, numbers) - rate(V - h, x, numbers)) / (2 * h)
    by_x = (rate(V, x + h, numbers) - rate(V, x - h, numbers)) / (2 * h)
    return [(float(slope), 1e-6) for slope in (by_v[0], by_x[0], by_v[1], by_x[1])]


@sheet.part(marks=3, system="B3", source="Eq. 6", witness=slopes_of_flow)
def jacobian_matrix():
    r"""The partial derivatives of the flow by $V$ and $x$."""
    J = jacobian(neuron)
    printed = Matrix([[-(1 + g_0 * x) / tau, -g_0 * V / tau], [diff(x_inf(V), V) / tau_x, -1 / tau_x]])
    return derived(J, equal("as printed, with E_0 = 0", J.subs(E_0, 0), printed))


@witness(seed=6, points=60)
def eigenvalues_decay(T, D):
    """Whether both eigenvalues of a matrix with this trace and determinant have negative real parts."""
    return bool(np.linalg.eigvals([[T, -D], [1.0, 0.0]]).real.max() < 0)


@sheet.part(marks=2, system="B3", source="after Eq. 6", graded=False, witness=eigenvalues_decay)
def criterion():
    r"""A planar fixed point is stable exactly when the trace is negative and the determinant positive.  The source says
    it the other way round, and then uses it correctly."""
    decays = leading_real_part(T, D) < 0
    right = And(T < 0, D > 0)
    return derived(
        right,
        region("both eigenvalues decay", decays, right, expected="supported"),
        region("as printed: trace positive and determinant negative", decays, And(T > 0, D < 0), expected="refuted"),
    )


@witness(seed=7, points=4, vary=("g_0",), spans={"g_0": ("1/2", "12/5")})
def measured_decay(g_0, numbers):
    """The rate at which two trajectories of the original flow, a little apart, come together near rest."""
    flow = flow_at(numbers)
    rest = integrate(flow, {"V": -60.0, "x": 0.2}, 40000.0, samples=2).final
    run = integrate(flow, {"V": rest["V"] + np.array([0.0, 1e-3]), "x": rest["x"]}, (0.0, 1500.0), samples=301)
    gap = np.abs(run["x"][1] - run["x"][0])
    late = slice(100, 300)
    rate = np.polyfit(run.times[late], np.log(gap[late]), 1)[0]
    return float(rate), 1e-3 * abs(float(rate))


@sheet.part(marks=5, system="B3", source="Eq. 7")
def stability(jacobian_matrix):
    r"""The trace is a sum of two negative terms.  In the determinant
    $D = \frac{1}{\tau \tau_x} \left(1 + x g_0 + g_0 (V - E_0) x_\infty'(V)\right)$ both $V - E_0$ and $x_\infty'$ are negative,
    so that their product is positive, and with it the determinant: the fixed point is stable for every $g_0$."""
    trace, determinant = jacobian_matrix.trace(), jacobian_matrix.det()
    second = g_0 * (V - E_0) * diff(x_inf(V), V)
    return derived(
        determinant,
        equal("the trace", trace, -(1 + g_0 * x) / tau - 1 / tau_x),
        less("the trace is negative", trace, 0),
        equal("the determinant", determinant, (1 + x * g_0 + second) / (tau * tau_x)),
        less("the slope of the steady state is negative", diff(x_inf(V), V), 0),
        greater("the second term of the determinant is positive", second, 0, given=BELOW),
        less("as printed: the second term is negative", second, 0, given=BELOW, expected="refuted"),
        greater("the determinant is positive", determinant, 0, given=BELOW, expected="supported"),
        target="determinant of the Jacobian",
    )


@sheet.figure(after="stability")
def approach(numbers, jacobian_matrix, fixed_point):
    """Threshold ignored. Left: the original flow from four starts comes to the fixed point (dotted). Right: its distance from
    there, with the slope of the derived eigenvalue (dashed)."""
    drawing, (left, right) = figure(2)
    starts = {"V": np.array([-30.0, -85.0, -62.0, -45.0]), "x": np.array([0.8, 0.05, 0.45, 0.02])}
    rest = np.array([float(value) for value in fixed_point])
    run = integrate(flow_at(numbers), starts, 6000.0, samples=1201)
    seconds = run.times / 1000
    at_rest = neuron.expand(jacobian_matrix).doit().subs({**numbers, V: fixed_point[0], x: fixed_point[1]})
    slowest = np.linalg.eigvals(np.array(at_rest.tolist(), dtype=float)).real.max()
    for path in range(4):
        line = left.plot(seconds, run["V"][path])[0]
        gap = np.hypot((run["V"][path] - rest[0]) / abs(rest[0]), run["x"][path] - rest[1])
        right.semilogy(seconds, gap, color=line.get_color())
        if path == 0:
            anchor = gap[600] * np.exp(slowest * (run.times - run.times[600]))
            right.semilogy(seconds, 2 * anchor, "k--", linewidth=1, label="derived slope")
    left.axhline(rest[0], linestyle=":", color="grey", label="fixed point")
    left.set(xlabel="time (s)", ylabel="voltage V (mV)")
    right.set(xlabel="time (s)", ylabel="relative distance from the fixed point")
    for axes in (left, right):
        axes.legend(frameon=False)
    return drawing


def fires(strengths, V, x, numbers, seconds=40.0):
    """Whether the neuron with threshold and reset still fires in the last quarter of a long run, for each strength."""
    fixed = {n: v for n, v in numbers.items() if n != g_0}
    flow, spike = flow_at(fixed), neuron.spike.subs(fixed)
    reset = {s: v.subs(fixed) for s, v in neuron.reset}
    run = integrate(
        flow,
        {"V": V, "x": x},
        1000 * seconds,
        values={"g_0": np.atleast_1d(np.asarray(strengths, dtype=float))},
        events=[Event("spike", spike, reset)],
        samples=2,
        tolerance=1e-7,
    )
    return np.array([bool(len(times) and times[-1] > 750 * seconds) for times in run.events["spike"]])


@witness(seed=8, points=1, vary=())
def onset_from_closed(numbers):
    """The onset of repetitive firing in simulations that start at the leak reversal with the H-current closed."""
    low, high = 0.1, 12.0
    for _ in range(5):
        sweep = np.linspace(low, high, 12)
        first = int(np.argmax(fires(sweep, float(numbers[E_L]), 0.0, numbers)))
        low, high = sweep[first - 1], sweep[first]
    return (low + high) / 2, (high - low) / 2


@witness(seed=9, points=10, vary=("g_0", "V", "x"), spans={"g_0": ("127/50", 8), "V": (-80, -51), "x": (0, 1)})
def fires_from_anywhere(g_0, V, x, numbers):
    """Whether the simulated neuron fires on and on, from sampled initial conditions."""
    return bool(fires(g_0, V, x, numbers)[0])


@witness(seed=10, points=12, vary=("g_0",), spans={"g_0": (1, 4)})
def fires_after_hyperpolarisation(g_0, numbers):
    """Whether the simulated neuron fires on and on after it was held at -80 mV."""
    return bool(fires(g_0, float(numbers[E_L]), 1 / (1 + np.exp(-1.0)), numbers)[0])


@witness(seed=11, points=1)
def fires_by_itself(g_0, numbers):
    """Whether the simulated neuron, started with the H-current closed, fires on and on at the sheet's strength."""
    return bool(fires(g_0, float(numbers[E_L]), 0.0, numbers)[0])


@sheet.part(marks=10, system="B4", source="Eqs. 8 to 10", relation="region")
def firing_condition(v_nullcline_for_x, x_nullcline):
    r"""At threshold the $x$-nullcline has to lie above the $V$-nullcline: then there is no fixed point below threshold, and
    the neuron fires from every start.  Where there is one, a neuron that starts beside it stays silent; but one that starts
    hyperpolarised, with the H-current open, may fire on and on although the condition fails.  So it is sufficient for
    every initial condition, and necessary only for starts from which the fixed point is reached."""
    steady, needed = x_nullcline.subs(V, V_th), v_nullcline_for_x.subs(V, V_th)
    critical = simplify(g_0 * needed) / steady  # what is needed falls with the strength as 1/g_0
    condition = g_0 > critical
    return derived(
        condition,
        region("the crossing lies above threshold", steady > needed, condition),
        measured("the onset, from a closed H-current", critical, onset_from_closed),
        equal("with the numbers", critical.subs(sheet.defaults()), Rational(3, 10) * (1 + exp(2))),
        measured("sufficient from every start", condition, fires_from_anywhere),
        measured(
            "as printed, read as necessary from every start",
            condition,
            fires_after_hyperpolarisation,
            expected="refuted",
        ),
        concludes("with these numbers the neuron fires by itself", condition, witness=fires_by_itself),
    )


@sheet.figure(after="firing_condition")
def rate_over_strength(numbers, firing_condition):
    """Firing rate of the simulated neuron over the strength of the H-current, from two starts. The derived condition is
    dashed: between the two onsets the neuron is silent or fires, as it starts."""
    strengths, (drawing, axes) = np.linspace(1, 4, 61), figure()
    fixed = {n: v for n, v in numbers.items() if n != g_0}
    spike = Event("spike", neuron.spike.subs(fixed), {s: v.subs(fixed) for s, v in neuron.reset})
    for start, label in ((0.0, "from a closed H-current"), (1 / (1 + np.exp(-1.0)), "after hyperpolarisation")):
        run = integrate(
            flow_at(fixed), {"V": -65.0, "x": start}, 20000.0, values={"g_0": strengths}, events=[spike], samples=2
        )
        late = [np.sum(times > 15000) / 5 for times in run.events["spike"]]
        axes.plot(strengths, late, ".", label=label)
    axes.axvline(float(firing_condition.lts.subs(fixed)), linestyle="--", color="grey", label="derived onset")
    axes.set(xlabel="strength of the H-current g₀", ylabel="firing rate (spikes/s)")
    axes.legend(frameon=False)
    return drawing
