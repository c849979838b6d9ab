"""Relations other than plain equality: regions, solution sets, steps, proportions, asymptotics, numbers and units."""

from derive.decide.relations.entry import Ladder, decide_relation, holds, implication

__all__ = ["Ladder", "decide_relation", "holds", "implication"]
