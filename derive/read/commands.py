r"""What a LaTeX command is to the tokenizer: a table of kinds and texts."""

# ruff: noqa: SIM905  (tables of words are easier to read and to extend as text)
from __future__ import annotations

from derive.functions import CANONICAL
from derive.read.source import GREEK_NAMES

_RELATIONS = {
    "eq": "eq", "ne": "ne", "neq": "ne", "lt": "lt", "gt": "gt", "le": "le", "leq": "le", "leqslant": "le",
    "leqq": "le",
    "ge": "ge", "geq": "ge", "geqslant": "ge", "geqq": "ge", "approx": "approx", "approxeq": "approx",
    "simeq": "approx",
    "cong": "approx", "doteq": "approx", "propto": "propto", "varpropto": "propto", "sim": "sim", "ll": "ll",
    "gg": "gg",
    "lesssim": "le", "gtrsim": "ge", "equiv": "define", "coloneqq": "define", "coloneq": "define",
    "triangleq": "define",
    "leftarrow": "update", "gets": "update", "in": "member", "subset": "subset", "subseteq": "subset", "to": "to",
    "rightarrow": "to", "longrightarrow": "to", "mapsto": "to", "prec": "lt", "succ": "gt",
}  # fmt: skip
_LOGIC = {
    "land": "and", "wedge": "and", "lor": "or", "vee": "or", "neg": "not", "lnot": "not", "implies": "implies",
    "Rightarrow": "implies", "Longrightarrow": "implies", "iff": "iff", "Leftrightarrow": "iff",
    "Longleftrightarrow": "iff", "leftrightarrow": "iff",
}  # fmt: skip
_SIGNS = {
    "cdot": "*", "times": "*", "ast": "*", "cdotp": "*", "bullet": "*", "odot": "⊙", "circ": "∘", "otimes": "⊗",
    "div": "/",
    "pm": "±", "mp": "∓",  "slash": "/",
    "lbrace": "set{", "rbrace": "set}", "{": "set{", "}": "set}", "lbrack": "[", "rbrack": "]", "lparen": "(",
    "rparen": ")", "langle": "⟨", "rangle": "⟩", "lfloor": "⌊", "rfloor": "⌋", "lceil": "⌈", "rceil": "⌉",
    "vert": "|", "lvert": "|", "rvert": "|", "mid": "|", "Vert": "‖", "lVert": "‖", "rVert": "‖", "|": "‖",
    "colon": ":",
    "prime": "'", "degree": "°", "%": "%", "parallel": "‖", "top": "⊤", "intercal": "⊤", "transp": "⊤", "dagger": "†",
    "dag": "†", "star": "⋆", "partial": "∂", "nabla": "∇", "surd": "√", "_": "_", "lbrackdbl": "[",
}  # fmt: skip
_SET_COMMANDS = (
    ("cup", "∪", "union"), ("bigcup", "∪", "union"), ("cap", "∩", "intersection"), ("bigcap", "∩", "intersection"),
    ("setminus", "∖", "difference"), ("backslash", "∖", "difference"), ("smallsetminus", "∖", "difference"),
)  # fmt: skip
#: Arrows that stand over letters or between lines and mean nothing by themselves.
_ARROWS = (
    "rightharpoonup rightharpoondown leftharpoonup leftharpoondown hookrightarrow nearrow searrow swarrow "
    "nwarrow leadsto rightleftharpoons longleftrightarrow rightrightarrows twoheadrightarrow upuparrows "
    "updownarrow"
).split()
_MARKS = {"lvert": "left", "rvert": "right", "lVert": "left", "rVert": "right", "mid": "middle"}
_CONSTANTS = {
    "infty": "oo", "pi": "pi", "imaginaryunit": "i", "imath": "i", "jmath": "j", "emptyset": "emptyset",
    "varnothing": "emptyset", "exponentialE": "e", "true": "true", "false": "false", "top": "true", "bot": "false",
}  # fmt: skip
#: Functions with a command of their own; the others are letters to LaTeX, as ``\operatorname`` makes them words.
_FUNCTIONS = (
    "sin cos tan cot sec csc sinh cosh tanh coth sech csch arcsin arccos arctan arccot arcsec arccsc arcsinh "
    "arccosh arctanh arsinh arcosh artanh exp log ln lg det max min gcd arg Re Im sgn sign erf erfc erfi tr "
    "Tr trace adjugate diag sinc tg ctg floor ceil rank mod abs norm cosec asin acos atan asinh acosh atanh "
    "var Var cov Cov E Prob sh ch th cth argmin argmax softmax relu ReLU"
).split()
_SKIPPED = (
    "displaystyle textstyle scriptstyle scriptscriptstyle limits nolimits nonumber notag enspace thinspace "
    "medspace thickspace negthinspace negmedspace negthickspace allowbreak break newline noindent centering "
    "hfill hfil hline mathstrut strut boldmath unboldmath tiny small large Large LARGE huge Huge normalsize "
    "protect relax null nobreak , ; : ! / - + checkmark square blacksquare qed "
    "mathopen mathclose mathrel mathbin mathord mathpunct mathinner "
    "nolimits smallskip medskip bigskip"
).split()
_SIZES = "big Big bigg Bigg"
#: A command with this many groups that say nothing of the mathematics.
DROPPED = {
    "label": 1, "tag": 1, "color": 1, "hspace": 1, "vspace": 1, "hskip": 0, "phantom": 1, "hphantom": 1, "vphantom": 1,
    "cellcolor": 1, "rowcolor": 1, "textcolor": 1, "colorbox": 1, "eqref": 1, "ref": 1, "cite": 1, "footnote": 1,
    "shortintertext": 1, "intertext": 1, "kern": 0, "mkern": 0, "mskip": 0, "arraycolsep": 0, "rule": 2,
    "eqncomment": 1,
    "raisebox": 1, "href": 1, "hyperlink": 1, "hypertarget": 1, "cline": 1, "fontsize": 2, "setlength": 2,
    "scalebox": 1,
}  # fmt: skip
#: A command whose group is read as if it stood alone.
TRANSPARENT = frozenset(
    (
        "cancel bcancel xcancel boxed fbox hbox mbox ensuremath vcenter smash operatorname* mathchoice uwave "
        "underline overbracket underbracket fcolorbox framebox makebox uline mathclap mathllap mathrlap clap llap "
        "rlap emph cfrac* overleftarrow overrightharpoon"
    ).split()
)
COMMANDS = frozenset(
    (
        "frac dfrac tfrac cfrac sfrac nicefrac flatfrac sqrt root int iint iiint oint intop sum prod lim liminf "
        "limsup binom dbinom tbinom choose begin end dot ddot dddot hat widehat tilde widetilde bar overline "
        "check vec overrightarrow underbrace overbrace stackrel overset underset substack pmod bmod mod sideset "
        "genfrac above over atop limits differentialD diff dv pdv dd derivative partialderivative abs norm ldots "
        "dots cdots vdots ddots dotsc dotsb dotsm dotso not accentset fract smashoperator operatornamewithlimits "
        "evaluated eval grad mathring inf sup Pr sup iff ell hbar complement forall exists lvec downarrow "
        "Downarrow uparrow Uparrow therefore because xrightarrow xleftarrow bigg Vec aleph coprod bra ket braket "
        "transpose quantity qty"
    ).split()
)


def _build() -> dict[str, tuple[str, str, str]]:
    table: dict[str, tuple[str, str, str]] = {}
    for command in COMMANDS:
        table[command] = ("command", command, "")
    for name in GREEK_NAMES:
        table[name] = ("name", name, "")
        if "var" + name not in table:
            table["var" + name] = ("name", name, "")
    for command in _FUNCTIONS:
        table[command] = ("function", CANONICAL.get(command, command), "")
    for command, text in _CONSTANTS.items():
        table[command] = ("constant", text, "")
    for command, head in _RELATIONS.items():
        table[command] = ("relation", head, "")
    for command, head in _LOGIC.items():
        table[command] = ("logic", head, "")
    for command, sign in _SIGNS.items():
        table[command] = (sign, sign, _MARKS.get(command, ""))
    for command in ("leftarrow", "gets"):
        table[command] = ("relation", "update", "")
    for command, sign, head in _SET_COMMANDS:
        table[command] = (sign, head, "")
    table["quad"] = table["qquad"] = ("quad", "", "")
    for command in _ARROWS:
        table[command] = ("command", command, "")
    table["imath"] = ("constant", "i", "imath")
    table["jmath"] = ("constant", "i", "imath")
    table["cdot"] = ("*", "*", "dot")
    table["times"] = ("*", "*", "cross")
    table["ast"] = ("*", "*", "ast")
    table["prime"] = ("'", "'", "")
    table["Pr"] = ("function", "Probability", "")
    table["ell"] = ("name", "ell", "")
    table["hbar"] = ("name", "hbar", "")
    table["ln"] = ("function", "log", "ln")
    table["bmod"] = table["mod"] = ("mod", "mod", "")
    table["to"] = ("relation", "to", "")
    for command in _SKIPPED:
        table[command] = ("space", "", "")
    for size in _SIZES.split():
        table[size] = ("size", "", "")
        table[size + "l"] = ("size", "", "left")
        table[size + "r"] = ("size", "", "right")
        table[size + "m"] = ("size", "", "middle")
    table["left"] = ("size", "", "left")
    table["right"] = ("size", "", "right")
    table["middle"] = ("size", "", "middle")
    return table


TABLE = _build()
#: Letters in a row that are taken for a function although the backslash is missing.
BARE = frozenset(
    (
        "sin cos tan cot sec csc sinh cosh tanh coth arcsin arccos arctan exp log ln erf erfc sgn max min det "
        "sqrt softmax relu ReLU sign arctanh arcsinh arccosh sech csch cov Cov Var var binomial mod gcd lcm trace "
        "diag"
    ).split()
)
#: Letters in a row that nobody means as a product: measures of error, divergences, sides of an equation.
ACRONYMS = frozenset("KL JS MSE RMSE MAE SSE SSR SST RSS TSS ESS NLL ELBO SNR BCE LHS RHS MLE CDF PDF PMF".split())
