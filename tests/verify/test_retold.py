"""Words that no passage has: those that retell it may stand, those that are put on may not."""

import pytest

from corpus.encoder import Encoder
from qa.verify.check import Verifier
from qa.verify.types import Cited

KEPT = (
    "Until a new interceptor arrives, all 44 interceptors keep older kill vehicles, Altair Weekly wrote in April 2021."
)
CLAIMED = "Most figures in this brief come from state media or copies of state media, and are claims, not measurements."
LEFT = "The reviews of 2010 and 2019 both left the large arsenal to deterrence rather than to interceptors."
HALTED = "Japan stopped its Altair plan on 15 June 2020 because of cost and the risk from falling boosters."
RETOLD = [
    (KEPT, "Altair Weekly noted in April 2021 that none of the 44 interceptors would lose its older kill vehicle "
           "before a new interceptor came along."),
    (CLAIMED, "The brief cautions that most of its figures originate with state media or copies of them and should be "
              "read as claims, not measurements."),
    (LEFT, "What the 2010 and 2019 reviews had in common was that both relied on deterrence, not interceptors, "
           "to deal with the large arsenal."),
]  # fmt: skip
PUT_ON = [
    (KEPT, "All 44 interceptors keep older kill vehicles until a new one arrives, and the crews received medals."),
    (CLAIMED, "Most figures come from state media and are claims, despite strong pressure from senators."),
    (LEFT, "The reviews of 2010 and 2019 left the large arsenal to deterrence, which angered local fishermen."),
    (HALTED, "Japan stopped its Altair plan on 15 June 2020 because of cost, after a software fault delayed launches."),
]


@pytest.mark.parametrize(("passage", "said"), RETOLD)
def test_a_clause_in_words_of_its_own_may_stand_where_the_sentence_would_miss_it(
    passage: str, said: str, real_encoder: Encoder
) -> None:
    assert Verifier().check(said, [Cited(passage)]).why.startswith("It adds “")
    assert Verifier(encode=real_encoder.questions).check(said, [Cited(passage)]).verdict == "supported"


@pytest.mark.parametrize(("passage", "said"), PUT_ON)
def test_a_clause_put_on_is_held_back(passage: str, said: str, real_encoder: Encoder) -> None:
    assert Verifier(encode=real_encoder.questions).check(said, [Cited(passage)]).why.startswith("It adds “")


@pytest.mark.parametrize(("passage", "said"), RETOLD)
def test_a_clause_put_on_is_held_back_after_one_that_retells(passage: str, said: str, real_encoder: Encoder) -> None:
    more = f"{said.removesuffix('.')}, while loyal engineers received medals."
    assert Verifier(encode=real_encoder.questions).check(more, [Cited(passage)]).verdict == "unsupported"


def test_a_sentence_with_no_other_clause_has_nothing_to_be_held_against(real_encoder: Encoder) -> None:
    checked = Verifier(encode=real_encoder.questions).check("Senators praised loyal engineers.", [Cited(KEPT)])
    assert checked.verdict == "unsupported"
