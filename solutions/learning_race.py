r"""A race between two ways of learning XOR

One hidden ReLU neuron learns four points in three dimensions: XOR in the first two, and a third in which the classes
lie $2\Delta$ apart.  A neuron that looks along the third dimension is compared with one that memorises a single point.
"""

import numpy as np
from sympy import Abs, And, Eq, Heaviside, Matrix, Max, Rational, diff, log, solve, sqrt

import derive.language as d

alpha = d.state("alpha", "nonnegative", span=(0, 3), description="weight along the third dimension")
W_2 = d.state("W_2", "nonnegative", span=(0, 3), description="weight of the output")
Delta = d.param(
    "Delta", "positive", span=("3/10", "7/5"), default="1/2", description="separation along the third dimension"
)
eps = d.param(
    "epsilon",
    "positive",
    span=("1/1000000000", "1/1000"),
    default="1/100000000",
    description="size of the first weights",
)
a, b, c, v = d.state("a"), d.state("b"), d.state("c"), d.state("v")

points, labels = [(-1, -1, -Delta), (1, -1, Delta), (-1, 1, Delta), (1, 1, -Delta)], [-1, 1, 1, -1]
loss = sum((label - v * Max(0, a * p + b * q + c * r)) ** 2 for (p, q, r), label in zip(points, labels)) / 8
reduced = d.model(
    flow={alpha: (W_2 * Delta - W_2**2 * alpha * Delta**2) / 2, W_2: (Delta * alpha - W_2 * alpha**2 * Delta**2) / 2}
)
sheet = d.Sheet("A race between two ways of learning XOR", reduced)
compiled = d.kernel((a, b, c, v, Delta), loss)


def gated(samples):
    """The statistics of the samples that pass the gate: the mean of y x, as a row, and of x x'."""
    chosen = [(Matrix([points[k]]), labels[k]) for k in samples]
    return sum((y * x for x, y in chosen), Matrix.zeros(1, 3)) / 4, sum(
        (x.T * x for x, _ in chosen), Matrix.zeros(3, 3)
    ) / 4


def learn(start, numbers, time, samples=200):
    """Gradient flow on the compiled loss of the whole ReLU network."""
    flow = {name: -diff(loss, name).subs(Delta, numbers[Delta]) for name in (a, b, c, v)}
    return d.integrate(flow, dict(zip("abcv", start)), time, samples=samples)


@d.witness(seed=1, spans={"alpha": ("1/100", 2)})
def descent_directions(alpha, W_2, Delta):
    """Differences of the compiled loss of the ReLU network, by each of its four weights."""
    at, steps = np.array([0.0, 0.0, alpha, W_2]), 1e-6 * np.eye(4)
    return [(float(compiled(*(at - e), Delta) - compiled(*(at + e), Delta)) / 2e-6, 1e-8) for e in steps]


@sheet.part(marks=4, system="B18", source="Eqs. 13 to 18", witness=descent_directions)
def flow_on_ray():
    r"""Only the samples with $W_1 x > 0$ pass the gate: for $W_1 = (0, 0, \alpha)$ those two whose third coordinate is
    $\Delta$.  The flow is $\dot W_1 = W_2 (\Sigma^{yx} - W_2 W_1 \Sigma^x)$ and $\dot W_2 = (\Sigma^{yx} - W_2 W_1 \Sigma^x)
    W_1^\top$ with their statistics.  The first two components vanish, so that the form is kept."""
    yx, xx = gated((1, 2))
    W_1, half = Matrix([[0, 0, alpha]]), Rational(1, 2)
    left = yx - W_2 * W_1 * xx
    third, output = half * (W_2 * Delta - W_2**2 * alpha * Delta**2), half * (Delta * alpha - W_2 * alpha**2 * Delta**2)
    found = Matrix([*(W_2 * left), *(left * W_1.T)]).expand()
    return d.derived(
        found,
        d.equal("Eq. 10", yx, Matrix([[0, 0, Delta / 2]]), called=r"\Sigma^{yx}"),
        d.equal("Eq. 12", xx, half * Matrix([[1, -1, 0], [-1, 1, 0], [0, 0, Delta**2]]), called=r"\Sigma^x"),
        d.equal("Eq. 15", W_2 * left, Matrix([[0, 0, third]]), called=r"\dot W_1"),
        d.equal(
            "Eq. 17", left * W_1.T, half * Matrix([[0, 0, Delta - W_2 * alpha * Delta**2]]) * W_1.T, called=r"\dot W_2"
        ),
        d.equal("Eq. 18", found[3], output, called=r"\dot W_2"),
        target="dW/dt for (W_1, W_2)",
    )


@d.witness(seed=2, points=4, spans={"alpha": ("1/10", 2), "W_2": ("1/10", 2)})
def drift_of_conserved(alpha, W_2, numbers):
    """The change of alpha² - W_2² along an integration of the whole ReLU network."""
    run = learn((0.0, 0.0, alpha, W_2), numbers, 20.0)
    quantity = run["c"] ** 2 - run["v"] ** 2
    return float(np.abs(quantity - quantity[0]).max()), 1e-7


@d.witness(seed=3, points=4, spans={"alpha": ("1/100", 2), "W_2": ("1/100", 2)})
def stays_in_quadrant(alpha, W_2, numbers):
    """Whether an integration of the whole ReLU network keeps the form, with both weights positive."""
    run = learn((0.0, 0.0, alpha, W_2), numbers, 50.0)
    return bool((run["c"] > 0).all() and (run["v"] > 0).all() and np.abs(run["a"]).max() < 1e-9)


@sheet.part(marks=4, system="B18", source="Eqs. 19 to 24")
def invariance(flow_on_ray):
    r"""On the ray $\alpha = 0$ the flow points inwards or along it, and so it does on $W_2 = 0$: no trajectory leaves the
    positive quadrant.  At the origin it stands still.  Moreover $\alpha^2 - W_2^2$ does not change."""
    first, second = d.on_boundary(reduced, alpha), d.on_boundary(reduced, W_2)
    kept, inside = d.along(reduced, alpha**2 - W_2**2), And(alpha > 0, W_2 > 0)
    opened = (-diff(loss, c)).replace(Heaviside, lambda u, *_: Heaviside(u, 1))  # the source's convention at zero
    crossing = opened.subs({a: 0, b: 0, c: 0, v: W_2})
    return d.derived(
        kept,
        d.equal(
            "Eqs. 19 and 20", flow_on_ray[2:, :], Matrix([r for _, r in reduced.flow]), called=r"(\dot\alpha, \dot W_2)"
        ),
        d.equal("Eq. 21", first, W_2 * Delta / 2, called=r"\dot\alpha|_{\alpha = 0}"),
        d.equal("Eq. 22", reduced.rate(W_2).subs(alpha, 0), 0, called=r"\dot W_2|_{\alpha = 0}"),
        d.equal("Eq. 23", reduced.rate(alpha).subs(W_2, 0), 0, called=r"\dot\alpha|_{W_2 = 0}"),
        d.equal("Eq. 24", second, Delta * alpha / 2, called=r"\dot W_2|_{W_2 = 0}"),
        d.at_least("inwards across the first ray", first, 0),
        d.at_least("inwards across the second ray", second, 0),
        d.greater("as printed: strictly inwards on all of the second ray", second, 0, expected="refuted"),
        d.equal(
            "as printed, Eq. 21 of the network, all gates open at 0", crossing, W_2 * Delta / 2, expected="refuted"
        ),
        d.equal("there the network crosses twice as fast", crossing, W_2 * Delta),
        d.equal("conserved", kept, 0, witness=drift_of_conserved, called=r"\frac{d}{dt} (\alpha^2 - W_2^2)"),
        d.measured("the quadrant is never left", inside, stays_in_quadrant, given=inside),
        target="rate of change of alpha² - W_2²",
    )


@sheet.part(marks=1, system="B18", graded=False)
def states_at_rest(flow_on_ray):
    r"""Where the answer is right, $W_2 \alpha \Delta = 1$, the flow stands still."""
    return d.derived(solve(flow_on_ray[2] / W_2, W_2)[0], target=W_2)


def network_path(start, numbers):
    run = learn((0.0, 0.0, *start), numbers, 80.0)
    return run["c"], run["v"]


starts = [(0.1, 1.6), (0.1, 0.7), (0.15, 0.1), (0.9, 0.1), (2.8, 1.6), (1.7, 2.9)]
sheet.phase_plane("states_at_rest", after="states_at_rest", starts=starts, follow=network_path, caption="The reduced flow "
                  "(arrows, as derived) in the quadrant that is never left, and six trajectories of the whole ReLU network "
                  "from their starts (dots) to the states in which the derived flow stands still.")  # fmt: skip


@sheet.part(marks=3, system="B21", graded=False)
def learning_rates():
    r"""A mode of a deep linear network is learned in a time of order $1/s$, with $s$ the singular value of the gated
    $\Sigma^{yx} = \langle \theta\, y x^\top \rangle$.  The linear neuron is gated by two samples, the memorising one by one."""
    separable, memorised = gated((1, 2))[0], gated((0,))[0]
    found = [sqrt(one.dot(one)) for one in (separable, memorised)]
    return d.derived(
        Matrix(found),
        d.equal("gated statistics, memorising neuron", memorised, Matrix([[1, 1, Delta]]) / 4, called=r"\Sigma^{yx}"),
        d.equal("singular value, linear neuron", found[0], Delta / 2, called="s"),
        d.equal("singular value, memorising neuron", found[1], sqrt(Rational(1, 8) + Delta**2 / 16), called="s"),
        d.equal(
            "the classes lie twice Delta apart",
            (Matrix(points[1]) + Matrix(points[2]) - Matrix(points[0]) - Matrix(points[3])) / 2,
            Matrix([0, 0, 2 * Delta]),
        ),
        target="singular values",
    )


def time_to_half(direction, sign, sample, separation, size):
    """When a neuron with tiny weights along a direction gives half the right answer on a sample that it gates."""
    start = (*(size * np.array(direction) / np.linalg.norm(direction)), sign * size)
    run = learn(start, {Delta: Rational(str(separation))}, 400.0, samples=8001)
    x = np.array([float(Matrix(points[sample])[k].subs(Delta, separation)) for k in range(3)])
    output = run["v"] * np.maximum(0, run["a"] * x[0] + run["b"] * x[1] + run["c"] * x[2])
    return float(run.times[np.argmax(np.abs(output) > 0.5)])


@d.witness(seed=4, points=3, vary="Delta")
def linear_half_time(Delta, epsilon):
    """When the linear neuron, simulated from tiny weights, gives half the right answer."""
    return time_to_half((0, 0, 1), 1, 1, Delta, epsilon), 0.05


@d.witness(seed=5, points=3, vary="Delta")
def memorising_half_time(Delta, epsilon):
    """When the memorising neuron, simulated from tiny weights, gives half the right answer."""
    return time_to_half((-1, -1, -Delta), -1, 0, Delta, epsilon), 0.05


def half_time(rate, samples, direction):
    r"""The product $u$ of both weights grows by $\dot u = 2 u (s - \lambda u)$, from $\epsilon^2$ to half of $s/\lambda$."""
    curvature = (direction * gated(samples)[1] * direction.T)[0] / direction.dot(direction)
    found = log(rate / (curvature * eps**2) - 1) / (2 * rate)
    leading = d.claim(
        "of order 1/s", "asymptotic", found, log(1 / eps) / rate, variable=eps, limit=0, expected="supported"
    )
    return d.derived(found, leading, target="learning time")


@sheet.part(marks=2, system="B21", graded=False, witness=linear_half_time)
def linear_neuron(learning_rates):
    r"""The time to half the right answer: the product of both weights grows logistically, at the rate $2s$."""
    return half_time(learning_rates[0], (1, 2), Matrix([[0, 0, 1]]))


@sheet.part(marks=2, system="B21", graded=False, witness=memorising_half_time)
def memorising_neuron(learning_rates):
    r"""The same with its own singular value."""
    return half_time(learning_rates[1], (0,), Matrix([points[0]]))


def linear_wins(separation):
    memorising = time_to_half((-1, -1, -separation), -1, 0, separation, 1e-8)
    return time_to_half((0, 0, 1), 1, 1, separation, 1e-8) < memorising


@d.witness(seed=6, points=1, vary=())
def empirical_crossover():
    """The separation at which the two neurons, simulated apart from tiny weights, learn equally fast, by bisection."""
    low, high = 0.4, 1.3
    while high - low > 0.01:
        middle = (low + high) / 2
        low, high = (low, middle) if linear_wins(middle) else (middle, high)
    return (low + high) / 2, 0.01


@sheet.part(marks=5, system="B21", source="Eqs. 27 to 30")
def critical_separation(learning_rates):
    r"""The two singular values are equal at one separation.  Above it the linear neuron is faster.  Below it, however
    small $\Delta$ is, the points are still linearly separable, but the memorising neuron wins the race: no, a ReLU network
    does not exploit linear separability whenever it can."""
    linear, memorising = learning_rates
    critical, fourfold = d.crossover(linear, memorising, Delta), Eq(4 * Delta**2, 2 + Delta**2)
    return d.derived(
        critical,
        d.region("Eq. 27 to 28: square both sides", Eq(linear, memorising), Eq(linear**2, memorising**2)),
        d.region("Eq. 28 to 29: times 16", Eq(linear**2, memorising**2), fourfold),
        d.region("Eq. 29 to 30: solve", fourfold, Eq(Delta, sqrt(Rational(2, 3)))),
        d.equal(
            "the critical separation", critical, sqrt(Rational(2, 3)), witness=empirical_crossover, called=r"\Delta^*"
        ),
        target=Delta,
    )


sheet.plot("linear_neuron", "memorising_neuron", over=Delta, border="critical_separation", after="critical_separation",
           ylabel="learning time (time constants)")  # fmt: skip


@d.witness(seed=7, points=1)
def linear_neuron_is_first(Delta):
    """The race of the two neurons, simulated from tiny weights."""
    return linear_wins(Delta)


def wide_network(size, seed, **how):
    @d.witness(seed=seed, **how)
    def linear_neurons_dominate(Delta, random):
        """Whether, in a ReLU network of 400 neurons trained by gradient descent, those that pass two samples carry most of
        the output."""
        x, y = np.array([[float(w) for w in p[:2]] + [Delta * s] for p, s in zip(points, labels)]).T, np.array(labels)
        W = size * random.normal(size=(400, 3))
        u = np.linalg.norm(W, axis=1) * random.choice([-1.0, 1.0], 400)
        for _ in range(4000):
            rates = np.maximum(0, W @ x)
            error = (y - u @ rates) / 4
            W, u = W + 0.1 * ((u[:, None] * error) * (rates > 0)) @ x.T, u + 0.1 * rates @ error
        strength = np.abs(u) * np.linalg.norm(W, axis=1)
        return bool(strength[(W @ x > 0).sum(axis=1) == 2].sum() > strength.sum() / 2)

    return linear_neurons_dominate


@sheet.part(marks=3, system="B21", relation="region")
def linear_regime(learning_rates, critical_separation):
    r"""Where the linear neuron learns faster.  In a wide network the faster kind ends up with the output, if the first
    weights are tiny; if they are only small, the memorising neurons, of which there are more, win beyond the border too."""
    linear, memorising = learning_rates
    faster, apart = Delta > critical_separation, Abs(Delta - critical_separation)
    tiny = wide_network(1e-12, 8, points=4)
    small = wide_network(1e-3, 9, points=2, spans={"Delta": ("17/20", "19/20")})
    return d.derived(
        faster,
        d.region("the linear neuron is faster", linear > memorising, faster),
        d.region("the memorising neuron is faster", linear < memorising, Delta < critical_separation),
        d.measured("who dominates a wide network, from tiny weights", faster, tiny, given=apart > Rational(1, 10)),
        d.measured("as printed, from small weights", faster, small, expected="refuted"),
        d.concludes("at this separation the linear neuron wins", faster, witness=linear_neuron_is_first),
    )
