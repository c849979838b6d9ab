r"""Integrate-and-fire neuron with an H-current

A leaky integrate-and-fire neuron carries an inward current $x g_0 (V - E_0)$ that opens slowly when the neuron is
hyperpolarised.  How strong must it be for the neuron to fire by itself?
"""

import numpy as np
from scipy.optimize import root
from sympy import And, Eq, Matrix, Rational, diff, exp, simplify, solve

import derive.language as d

V = d.state("V", span=(-90, -20), unit="mV", description="voltage")
x = d.state("x", "positive", span=("1/100", "99/100"), description="open fraction of the H-current")
E_L = d.param("E_L", span=(-70, -60), default=-65, unit="mV", description="leak reversal, reset")
V_th = d.param("V_th", span=(-56, -46), default=-50, unit="mV", latex=r"V_{\mathrm{th}}", description="threshold")
E_0 = d.param("E_0", span=(-20, 30), default=0, unit="mV", description="H-current reversal")
V_0 = d.param("V_0", span=(-74, -62), default=-70, unit="mV", description="half activation")
DeltaV = d.param("DeltaV", "positive", span=(8, 16), default=10, unit="mV", latex=r"\Delta V", description="steepness")
tau = d.param("tau", "positive", span=(5, 20), default=10, unit="ms", description="membrane time constant")
tau_x = d.param("tau_x", "positive", span=(200, 2000), default=1000, unit="ms", description="time constant of x")
g_0 = d.param("g_0", "positive", span=("1/10", 8), default=1, description="strength of the H-current over the leak")
x_inf = d.function("x_inf", "positive", "decreasing", "bounded", "smooth", latex=r"x_\infty")
T, D = d.variable("T", span=(-3, 3)), d.variable("D", span=(-3, 3))

neuron = d.model(
    definitions={x_inf(V): 1 / (1 + exp((V - V_0) / DeltaV))},
    flow={V: (-(V - E_L) - x * g_0 * (V - E_0)) / tau, x: (x_inf(V) - x) / tau_x},
    spike=V >= V_th,
    reset={V: E_L},
    assume=(E_L < V_th, V_th < E_0),
)
sheet = d.Sheet("Integrate-and-fire neuron with an H-current", neuron)
BELOW = And(V > E_L, V < E_0)


def flow_at(numbers):
    return {s: neuron.expand(r).subs(numbers) for s, r in neuron.flow}


@sheet.part(marks=2, system="B1", source="Eq. 4", witness=d.standstill(neuron, V, V, seed=1))
def v_nullcline():
    r"""Set $\dot V = 0$ and solve for $V$."""
    found = d.nullcline(neuron, V, V)
    return d.derived(found, d.equal("Eq. 4, with E_0 = 0", found.subs(E_0, 0), E_L / (1 + x * g_0)), target=V)


@sheet.part(marks=2, system="B1", source="Eq. 5", witness=d.standstill(neuron, V, x, seed=2, spans={"V": (-90, -21)}))
def v_nullcline_for_x():
    r"""The same line the other way round."""
    found = d.nullcline(neuron, V, x)
    return d.derived(found, d.equal("Eq. 5, with E_0 = 0", found.subs(E_0, 0), (E_L / V - 1) / g_0), target=x)


@sheet.part(marks=1, system="B1", source="Eq. 2", witness=d.standstill(neuron, x, x, seed=3))
def x_nullcline():
    r"""Set $\dot x = 0$: the open fraction is at its steady state."""
    return d.derived(neuron.expand(d.nullcline(neuron, x, x)), target=x)


@sheet.part(marks=1, system="B1", given=x < 1, witness=d.standstill(neuron, x, V, seed=4))
def x_nullcline_for_v(x_nullcline):
    r"""Solved for the voltage, with a logarithm."""
    found = solve(Eq(x_nullcline, x), V)[0]
    return d.derived(found, d.equal("it lies on the nullcline", x_nullcline.subs(V, found), x), target=V)


@d.witness(seed=5, points=20, vary=("V", "x"), spans={"V": (-90, -1)})
def root_from(V, x, numbers):
    """The zero of the original right-hand sides that a search from a sampled start comes to."""
    flow = flow_at(numbers)
    rates = [d.kernel(("V", "x"), flow[s]) for s in neuron.states()]

    def scaled(u):
        return np.array([10 * rates[0](*u), 1000 * rates[1](*u)])

    found = root(scaled, [V, x], tol=1e-12)
    return (found.x[0], 1e-8), (found.x[1], 1e-10)


@sheet.part(marks=5, system="B2")
def fixed_point(numbers, v_nullcline_for_x):
    r"""Put the $x$-nullcline into $\dot V$.  Between $E_L$ and $E_0$ the result falls from a positive to a negative value:
    there is exactly one fixed point, whatever the parameters.  For the numbers it is certified in ball arithmetic."""
    drift = -(V - E_L) - x_inf(V) * g_0 * (V - E_0)
    return d.derived(
        d.fixed_points(neuron, {V: (E_L, E_0), x: (0, 1)}, numbers, witness=root_from),
        d.equal("its voltage makes this vanish", tau * neuron.rate(V).subs(x, x_inf(V)), drift, called=r"\tau \dot V"),
        d.greater("at the leak reversal it is positive", drift.subs(V, E_L), 0),
        d.less("at the reversal of the H-current it is negative", drift.subs(V, E_0), 0),
        d.less("in between it falls all the way", diff(drift, V), 0, given=BELOW),
        target=Matrix([V, x]),
    )


sheet.phase_plane(
    "v_nullcline_for_x",
    "x_nullcline",
    after="fixed_point",
    at="fixed_point",
    starts=[(-30, 0.8), (-85, 0.05), (-45, 0.02)],
    time=5000.0,
    caption="Nullclines as derived (lines), the certified fixed point, and the original flow, threshold ignored: its "
    "directions and three trajectories from their starts (dots).",
)


@sheet.part(marks=3, system="B3", source="Eq. 6", witness=d.slopes_of_flow(neuron, seed=6))
def jacobian_matrix():
    r"""The partial derivatives of the flow by $V$ and $x$."""
    J = d.jacobian(neuron)
    printed = Matrix([[-(1 + g_0 * x) / tau, -g_0 * V / tau], [diff(x_inf(V), V) / tau_x, -1 / tau_x]])
    return d.derived(J, d.equal("Eq. 6, with E_0 = 0", J.subs(E_0, 0), printed))


@d.witness(seed=7, points=60)
def eigenvalues_decay(T, D):
    """Whether both eigenvalues of a matrix with this trace and determinant have negative real parts."""
    return bool(np.linalg.eigvals([[T, -D], [1.0, 0.0]]).real.max() < 0)


@sheet.part(marks=2, system="B3", source="after Eq. 6", graded=False, witness=eigenvalues_decay)
def criterion():
    r"""A planar fixed point is stable exactly when the trace $T$ is negative and the determinant $D$ positive.  The source
    says it the other way round, and then uses it correctly."""
    decays, right = d.leading_real_part(T, D) < 0, And(T < 0, D > 0)
    return d.derived(
        right,
        d.region("both eigenvalues decay", decays, right, expected="supported"),
        d.region("as printed: trace positive and determinant negative", decays, And(T > 0, D < 0), expected="refuted"),
    )


@sheet.part(marks=5, system="B3", source="Eq. 7")
def stability(jacobian_matrix):
    r"""The trace is a sum of two negative terms.  In the determinant
    $D = \frac{1}{\tau \tau_x} \left(1 + x g_0 + g_0 (V - E_0) x_\infty'(V)\right)$ both $V - E_0$ and $x_\infty'$ are negative,
    so that their product is positive, and with it the determinant: the fixed point is stable for every $g_0$."""
    trace, determinant = jacobian_matrix.trace(), jacobian_matrix.det()
    second = g_0 * (V - E_0) * diff(x_inf(V), V)
    return d.derived(
        determinant,
        d.less("the trace is negative", trace, 0),
        d.equal("the determinant", determinant, (1 + x * g_0 + second) / (tau * tau_x)),
        d.less("the slope of the steady state is negative", diff(x_inf(V), V), 0),
        d.greater("the second term of the determinant is positive", second, 0, given=BELOW),
        d.less("as printed: the second term is negative", second, 0, given=BELOW, expected="refuted"),
        d.greater("the determinant is positive", determinant, 0, given=BELOW),
        target="determinant of the Jacobian",
    )


@d.witness(seed=8, points=1, vary=())
def measured_decay(numbers):
    """The rate at which two trajectories of the original flow, a little apart, come together near rest."""
    rest = d.integrate(flow_at(numbers), {"V": -60.0, "x": 0.2}, 40000.0, samples=2).final
    start = {"V": rest["V"] + np.array([0.0, 1e-3]), "x": rest["x"]}
    run = d.integrate(flow_at(numbers), start, (0.0, 1500.0), samples=301)
    gap = np.abs(run["x"][1] - run["x"][0])
    rate = float(np.polyfit(run.times[100:], np.log(gap[100:]), 1)[0])
    return rate, 1e-3 * abs(rate)


@sheet.part(marks=2, system="B3", graded=False, witness=measured_decay)
def decay_rate(numbers, jacobian_matrix, fixed_point):
    r"""The leading eigenvalue at the fixed point, for the numbers: at this rate (in 1/ms) perturbations die out."""
    here = {V: fixed_point[0], x: fixed_point[1]}
    J = neuron.expand(jacobian_matrix).doit().subs(numbers).subs(here)
    rate = d.leading_real_part(J.trace(), J.det())
    return d.derived(rate, d.concludes("the fixed point is stable", d.stable(J)), target="leading eigenvalue")


def fires(strengths, V, x, numbers, seconds=40.0):
    """The rate (per second) in the last quarter of a run of the neuron with threshold and reset, for each strength."""
    fixed = {n: v for n, v in numbers.items() if n != g_0}
    spike = d.Event("spike", neuron.spike.subs(fixed), {s: v.subs(fixed) for s, v in neuron.reset})
    strengths = np.atleast_1d(np.asarray(strengths, dtype=float))
    how = {"values": {"g_0": strengths}, "events": [spike], "samples": 2, "tolerance": 1e-7}
    run = d.integrate(flow_at(fixed), {"V": V, "x": x}, 1000 * seconds, **how)
    return np.array([np.sum(times > 750 * seconds) / (seconds / 4) for times in run.events["spike"]])


@d.witness(seed=9, points=1, vary=("DeltaV", "V_th"), spans={"V_th": (-54, -48)})
def onset_from_closed(numbers):
    """The onset of repetitive firing in simulations that start at the leak reversal with the H-current closed."""
    low, high = 0.1, 12.0
    for _ in range(4):
        sweep = np.linspace(low, high, 12)
        first = int(np.argmax(fires(sweep, float(numbers[E_L]), 0.0, numbers) > 0))
        low, high = sweep[first - 1], sweep[first]
    return (low + high) / 2, (high - low) / 2


@d.witness(seed=10, points=12, vary=("g_0", "V", "x"), spans={"g_0": (1, 5), "V": (-80, -51), "x": (0, 1)})
def goes_on_firing(g_0, V, x, numbers):
    """Whether the simulated neuron fires on and on, from sampled initial conditions."""
    return bool(fires(g_0, V, x, numbers)[0] > 0)


@d.witness(seed=11, points=1)
def fires_by_itself(g_0, numbers):
    """Whether the simulated neuron, started with the H-current closed, fires on and on at the sheet's strength."""
    return bool(fires(g_0, float(numbers[E_L]), 0.0, numbers)[0] > 0)


@sheet.part(marks=10, system="B4", source="Eqs. 8 to 10", relation="region")
def firing_condition(v_nullcline_for_x, x_nullcline):
    r"""At threshold the $x$-nullcline has to lie above the $V$-nullcline: then there is no fixed point below threshold, and
    the neuron fires from every start.  So the condition is sufficient for every initial condition.  Necessary it is for
    the starts with $x$ below the $V$-nullcline at threshold: from there $V$ cannot reach the threshold, and the neuron
    comes to rest.  One that starts above it, hyperpolarised for a while, may fire on and on although the condition fails."""
    steady, needed = x_nullcline.subs(V, V_th), v_nullcline_for_x.subs(V, V_th)
    critical = simplify(g_0 * needed) / steady  # what is needed falls with the strength as 1/g_0
    condition = g_0 > critical
    given = sheet.defaults()
    del given[g_0]
    third = Rational(3, 10)
    return d.derived(
        condition,
        d.region("the crossing lies above threshold", steady > needed, condition),
        d.equal("Eq. 8a, with the numbers", steady.subs(given), 1 / (1 + exp(2))),
        d.equal("Eq. 8b, with the numbers", needed.subs(given), third / g_0),
        d.region("Eqs. 9 and 10, with the numbers", 1 / (1 + exp(2)) > third / g_0, condition.subs(given)),
        d.measured("the onset, from a closed H-current", critical, onset_from_closed),
        d.measured("sufficient from every start", condition, goes_on_firing, given=g_0 > critical * Rational(51, 50)),
        d.measured(
            "necessary from below the nullcline at threshold", condition, goes_on_firing, given=x < needed * 0.9
        ),
        d.measured("as printed, read as necessary from every start", condition, goes_on_firing, expected="refuted"),
        d.concludes("with these numbers the neuron fires by itself", condition, witness=fires_by_itself),
    )


@sheet.figure(after="firing_condition")
def rate_over_strength(numbers, firing_condition):
    """Firing rate of the simulated neuron over the strength of the H-current, from two starts. The derived condition is
    dashed: between the two onsets the neuron is silent or fires, as it starts."""
    strengths, (drawing, axes) = np.linspace(1, 4, 61), d.figure()
    for start, label in ((0.0, "from a closed H-current"), (0.73, "after hyperpolarisation (x = 0.73)")):
        axes.plot(strengths, fires(strengths, float(numbers[E_L]), start, numbers, 20.0), ".", label=label)
    onset = firing_condition.lts.subs(numbers)
    axes.axvline(float(onset), linestyle="--", color="grey", label="derived onset")
    axes.set(xlabel="strength of the H-current $g_0$", ylabel="firing rate (spikes/s)")
    axes.legend(frameon=False)
    return drawing
