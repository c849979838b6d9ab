r"""Softmax and cross-entropy

The last layer of a classifier turns activations $t = W h$ into probabilities $z$ by the softmax function, and is judged by
the cross-entropy with labels $y$, for any number $k$ of classes and $m$ of hidden units.
"""

import numpy as np
from sympy import Derivative, KroneckerDelta, Sum, exp, log

from derive.language import Sheet, array, chain, derived, equal, index, model, param, size, variable, witness
from derive.moves.matrix_gradient import total
from numeric.differences import richardson

k = size("k", span=(2, 5), description="number of classes")
m = size("m", span=(2, 4), description="number of hidden units")
i, j, l, q, r = index("i", k), index("j", k), index("l", k), index("q", m), index("r", m)
t, y = array("t", k, description="activations"), array("y", k, description="labels")
h, W = array("h", m, description="hidden rates"), array("W", k, m, description="weights")
u = variable("u", span=(-4, 4), description="activation of a single logistic unit")
label = param("label", span=(0, 1), description="label of a single logistic unit")
p = array("z", k, domain="positive", description="outputs: the softmax of the activations")
delta = array("delta", k, k, description="one for equal indices, else zero")


def z(a):
    """The softmax of the activations."""
    return exp(t[a]) / Sum(exp(t[l]), (l, 1, k))


sheet = Sheet("Softmax and cross-entropy", model(definitions={p[j]: z(j), delta[i, j]: KroneckerDelta(i, j)}))


def softmax(t):
    e = np.exp(t - t.max(axis=0))
    return e / e.sum(axis=0)


@witness(seed=1)
def slope_of_output(t, i, j):
    """Differences of the j-th output of a compiled softmax by the i-th activation."""
    found = richardson(lambda points: softmax(points)[j - 1], t)
    return float(found.gradient[i - 1]), float(found.error[i - 1]) + 1e-11


@sheet.part(marks=3, system="E1", witness=slope_of_output)
def softmax_derivative():
    r"""The outputs sum to one.  The derivative of an output by its own activation is $z_j (1 - z_j)$, by another one
    $-z_j z_i$; both are $z_j (\delta_{ij} - z_i)$."""
    found = z(j) * (KroneckerDelta(i, j) - z(i))
    return derived(
        found,
        equal("the outputs sum to one", Sum(z(j), (j, 1, k)), 1),
        equal("any two indices", Derivative(z(j), t[i]), found, expected="supported"),
        equal("the same index", found.subs(i, j), z(j) * (1 - z(j)), expected="supported"),
        equal(
            "as printed: a sum over the outputs",
            found.subs(i, j),
            Sum(z(i) * (1 - z(i)), (i, 1, k)),
            expected="refuted",
        ),
        target=Derivative(z(j), t[i]),
    )


loss = -Sum(y[j] * log(z(j)), (j, 1, k))


def cross_entropy(t, y):
    return -np.tensordot(y, np.log(softmax(t)), axes=1)


@witness(seed=2)
def slope_of_loss(t, y, i):
    """Differences of the compiled loss by an activation, for labels that do not sum to one."""
    found = richardson(lambda points: cross_entropy(points, y), t)
    return float(found.gradient[i - 1]), float(found.error[i - 1]) + 1e-10


@sheet.part(marks=4, system="E4", witness=slope_of_loss)
def loss_gradient(softmax_derivative):
    r"""By the chain rule $\sum_j \frac{\partial L}{\partial z_j} \frac{\partial z_j}{\partial t_i}$ with
    $\partial L / \partial z_j = -y_j / z_j$.  What comes out is $z_i \sum_j y_j - y_i$: the well-known $z_i - y_i$ needs labels
    that sum to one."""
    by_output = -y[j] / z(j)
    found = z(i) * Sum(y[j], (j, 1, k)) - y[i]
    return derived(
        chain(
            Derivative(loss, t[i]),
            Sum(by_output * softmax_derivative, (j, 1, k)),
            found,
            reasons=("the chain rule", "the sum over the outputs"),
            expected="supported",
        ),
        equal("with labels that sum to one", found.subs(Sum(y[j], (j, 1, k)), 1), z(i) - y[i], expected="proved"),
        equal("as printed, for any labels", Derivative(loss, t[i]), z(i) - y[i], expected="refuted"),
    )


def activation(a):
    return Sum(W[a, r] * h[r], (r, 1, m))


def network_loss(W, h, y):
    return cross_entropy(np.tensordot(W, h, axes=1), y)


@witness(seed=3)
def slope_by_weight(W, h, y, i, q):
    """Differences of the compiled loss of the whole layer by one of its weights."""

    def moved(points):
        changed = np.repeat(W[None], points.shape[1], axis=0)
        changed[:, i - 1, q - 1] = points[0]
        return np.array([network_loss(one, h, y) for one in changed])

    found = richardson(moved, [W[i - 1, q - 1]])
    return float(found.gradient[0]), float(found.error[0]) + 1e-10


@witness(seed=4)
def slope_by_hidden(W, h, y, q):
    """Differences of the compiled loss of the whole layer by a hidden rate."""
    found = richardson(lambda points: np.array([network_loss(W, one, y) for one in points.T]), h)
    return float(found.gradient[q - 1]), float(found.error[q - 1]) + 1e-10


def output(a):
    """The softmax of the activations of the whole layer."""
    return exp(activation(a)) / Sum(exp(activation(l)), (l, 1, k))


layer = model(definitions={t[l]: activation(l), p[j]: output(j), delta[i, j]: KroneckerDelta(i, j)})


@sheet.part(marks=4, system="E4", model=layer, witness=slope_by_weight)
def weight_gradient(loss_gradient):
    r"""The activation $t_i = \sum_q W_{iq} h_q$ brings a factor $h_q$: with labels that sum to one,
    $\nabla_W L = (z - y) h^\top$."""
    found = total(loss_gradient, t, activation, i) * h[q]
    whole = total(loss, t, activation, j)
    return derived(
        found,
        equal("by a weight", Derivative(whole, W[i, q]), found, expected="supported"),
        target=Derivative(whole, W[i, q]),
    )


@sheet.part(marks=3, system="E4", model=layer, witness=slope_by_hidden)
def hidden_gradient(loss_gradient):
    r"""A hidden rate acts through every activation: $\nabla_h L = W^\top (z - y)$, again with labels that sum to one."""
    found = Sum(total(loss_gradient, t, activation, i) * W[i, q], (i, 1, k))
    whole = total(loss, t, activation, j)
    return derived(found, equal("by a hidden rate", Derivative(whole, h[q]), found, expected="supported"))


@witness(seed=5)
def slope_of_logistic_loss(u, label):
    """Differences of the compiled logistic loss."""

    def run(points):
        s = 1 / (1 + np.exp(-points[0]))
        return -label * np.log(s) - (1 - label) * np.log(1 - s)

    found = richardson(run, [u])
    return float(found.gradient[0]), float(found.error[0]) + 1e-10


@sheet.part(marks=2, system="E4", witness=slope_of_logistic_loss)
def logistic_gradient():
    r"""A single logistic output with the logistic loss: the slope of the output cancels, for any label."""
    s = 1 / (1 + exp(-u))
    whole = -label * log(s) - (1 - label) * log(1 - s)
    return chain(Derivative(whole, u), (-label / s + (1 - label) / (1 - s)) * s * (1 - s), s - label)
