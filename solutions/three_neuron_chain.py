r"""Learning in a chain of three neurons

Three neurons in a row, with firing rates $x_1$, $x_2$, $x_3$ and synapses $w_1$ and $w_2$.  Gradient descent on
$l = \frac12 (y - x_3)^2$ changes the synapses so that $x_3$ approaches a target rate $y$: first for linear neurons,
then for a differentiable nonlinearity $\sigma$ at the middle neuron.
"""

from derive.language import Sheet, model, param, quantity, state
from derive.moves.chain_rule import chain_rule

x_1 = state("x_1", span=(-2, 2), unit="Hz", description="rate of the input neuron")
w_1 = state("w_1", span=(-2, 2), description="first synapse")
w_2 = state("w_2", span=(-2, 2), description="second synapse")
y = state("y", span=(-2, 2), unit="Hz", description="target rate")
alpha = param("alpha", "positive", span=("1/100", 2), description="learning rate")
x_2, x_3, l = quantity("x_2", unit="Hz"), quantity("x_3", unit="Hz"), quantity("l")

linear = model(definitions={x_2: w_1 * x_1, x_3: w_2 * x_2, l: (y - x_3) ** 2 / 2})
sheet = Sheet("Learning in a chain of three neurons", linear)


@sheet.part(marks=1, system="A1")
def output_gradient():
    r"""The loss depends on the output rate alone."""
    return chain_rule(linear, l, x_3)


@sheet.part(marks=1, system="A1")
def gradient_w2():
    r"""The second synapse acts on the loss through $x_3$ only."""
    return chain_rule(linear, l, w_2)


@sheet.part(marks=1, system="A1")
def gradient_x2():
    r"""One step further back along the chain."""
    return chain_rule(linear, l, x_2)


@sheet.part(marks=2, system="A1")
def gradient_w1():
    r"""The first synapse acts through $x_2$ and $x_3$: three factors."""
    return chain_rule(linear, l, w_1)


@sheet.part(marks=1, system="A1")
def update_w2(gradient_w2):
    r"""Gradient descent steps against the gradient, with learning rate $\alpha$."""
    return w_2 - alpha * gradient_w2


@sheet.part(marks=1, system="A1")
def update_w1(gradient_w1):
    r"""The same for the first synapse."""
    return w_1 - alpha * gradient_w1
