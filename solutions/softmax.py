r"""Softmax and cross-entropy

The last layer of a classifier turns activations $t = W h$ into probabilities $z$ by the softmax function, and is judged by
the cross-entropy $L$ with labels $y$, for any number $k$ of classes and $m$ of hidden units.
"""

import numpy as np
from sympy import Derivative, KroneckerDelta, Ne, Sum, exp, log

import derive.language as d

k = d.size("k", span=(2, 5), description="number of classes")
m = d.size("m", span=(2, 4), description="number of hidden units")
a, i, j, l = d.index("a", k), d.index("i", k), d.index("j", k), d.index("l", k)
q, r = d.index("q", m), d.index("r", m)
t, y = d.array("t", k, description="activations"), d.array("y", k, description="labels")
h, W = d.array("h", m, description="hidden rates"), d.array("W", k, m, description="weights")
z = d.array("z", k, domain="positive", description="outputs")
delta = d.array("delta", k, k, latex=r"\delta", description="one for equal indices, else zero")
L = d.quantity("L", description="loss")
u = d.variable("u", span=(-4, 4), description="activation of a single logistic unit")
label = d.param("label", span=(0, 1), description="label of a single logistic unit")

outputs = {
    z[j]: exp(t[j]) / Sum(exp(t[l]), (l, 1, k)),
    delta[i, j]: KroneckerDelta(i, j),
    L: -Sum(y[j] * log(z[j]), (j, 1, k)),
}
sheet = d.Sheet("Softmax and cross-entropy", d.model(definitions=outputs))
layer = d.model(definitions={t[l]: Sum(W[l, r] * h[r], (r, 1, m)), **outputs})
labels = Sum(y[j], (j, 1, k))


def softmax(t, j):
    """The j-th output of a softmax"""
    return (np.exp(t - t.max()) / np.exp(t - t.max()).sum())[j - 1]


def cross_entropy(t, y):
    """The loss, for labels that do not sum to one"""
    return -y @ np.log([softmax(t, j) for j in range(1, t.size + 1)])


def network(W, h, y):
    """The loss of the whole layer"""
    return cross_entropy(W @ h, y)


def logistic(u, label):
    s = 1 / (1 + np.exp(-u[0]))
    return -label * np.log(s) - (1 - label) * np.log(1 - s)


@sheet.part(marks=3, system="E1", witness=d.slope_by_entry(softmax, "t", "i", seed=1))
def softmax_derivative():
    r"""The outputs sum to one.  The derivative of an output by its own activation is $z_j (1 - z_j)$, by another one
    $-z_j z_i$; both are $z_j (\delta_{ij} - z_i)$.  The sum that the source writes for equal indices does not belong."""
    found, slope = z[j] * (KroneckerDelta(i, j) - z[i]), Derivative(z[j], t[i])
    return d.derived(
        found,
        d.equal("the outputs sum to one", Sum(z[j], (j, 1, k)), 1),
        d.equal("any two indices", slope, found, expected="supported"),
        d.equal("the same index", found.subs(i, j), z[j] * (1 - z[j])),
        d.equal("different indices", slope, -z[j] * z[i], given=Ne(i, j), expected="supported"),
        d.equal("as printed: a sum", found.subs(i, j), Sum(z[i] * (1 - z[i]), (i, 1, k)), expected="refuted"),
        target=slope,
    )


@sheet.part(marks=4, system="E4", witness=d.slope_by_entry(cross_entropy, "t", "i", seed=2))
def loss_gradient(softmax_derivative):
    r"""By the chain rule $\sum_j \frac{\partial L}{\partial z_j} \frac{\partial z_j}{\partial t_i}$ with
    $\partial L / \partial z_j = -y_j / z_j$.  What comes out is $z_i \sum_j y_j - y_i$: the well-known $z_i - y_i$ needs labels
    that sum to one."""
    found = z[i] * labels - y[i]
    through = Sum(-y[j] / z[j] * softmax_derivative, (j, 1, k))
    reasons = ("the chain rule", "the sum over the outputs")
    return d.derived(
        d.chain(Derivative(L, t[i]), through, found, reasons=reasons, expected="supported"),
        d.equal("by an output", Derivative(L, z[i]), -y[i] / z[i], expected="supported"),
        d.equal("as printed, with another index", Derivative(L, z[a]), -y[i] / z[a], expected="refuted"),
        d.equal("with labels that sum to one", found.subs(labels, 1), z[i] - y[i]),
        d.equal("as printed, for any labels", Derivative(L, t[i]), z[i] - y[i], expected="refuted"),
    )


@sheet.part(marks=4, system="E4", model=layer, witness=d.slope_by_entry(network, "W", "i", "q", seed=3))
def weight_gradient(loss_gradient):
    r"""The activation $t_i = \sum_q W_{iq} h_q$ brings a factor $h_q$: with labels that sum to one,
    $\nabla_W L = (z - y) h^\top$."""
    found = loss_gradient * h[q]
    middle = (-y[i] / z[i] * z[i] + Sum(y[j] / z[j] * z[j] * z[i], (j, 1, k))) * h[q]
    return d.derived(
        d.chain(Derivative(L, W[i, q]), found, expected="supported"),
        d.equal("the middle of the printed chain", middle, found, expected="supported"),
        d.equal("with labels that sum to one", found.subs(labels, 1), (z[i] - y[i]) * h[q]),
        d.equal("the end of the printed chain, for any labels", middle, (z[i] - y[i]) * h[q], expected="refuted"),
    )


@sheet.part(marks=3, system="E4", model=layer, witness=d.slope_by_entry(network, "h", "q", seed=4))
def hidden_gradient(loss_gradient):
    r"""A hidden rate acts through every activation: $\nabla_h L = W^\top (z - y)$, again with labels that sum to one.  The
    source writes $z_i z_i$ where $z_j z_i$ is meant."""
    found = Sum(loss_gradient * W[i, q], (i, 1, k))

    def middle(a):
        inner = z[j] * W[j, q] - Sum(a * z[i] * W[i, q], (i, 1, k))
        return Sum(-y[j] / z[j] * inner, (j, 1, k))

    return d.derived(
        d.chain(Derivative(L, h[q]), middle(z[j]), found, expected="supported"),
        d.equal("the middle as printed", middle(z[i]), found, expected="refuted"),
        d.equal("with labels that sum to one", found.subs(labels, 1), Sum((z[i] - y[i]) * W[i, q], (i, 1, k))),
    )


@d.witness(seed=5)
def slope_of_logistic_loss(u, label):
    """Differences of the compiled logistic loss."""
    return d.slope_by_entry(logistic, "u", "i", seed=5)(u=np.array([u]), label=label, i=1)


@sheet.part(marks=2, system="E4", witness=slope_of_logistic_loss)
def logistic_gradient():
    r"""A single logistic output with the logistic loss: the slope of the output cancels, for any label."""
    s = 1 / (1 + exp(-u))
    whole = -label * log(s) - (1 - label) * log(1 - s)
    return d.chain(Derivative(whole, u), (-label / s + (1 - label) / (1 - s)) * s * (1 - s), s - label)
