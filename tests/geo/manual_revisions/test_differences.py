"""Part by part: whatever was and is to be, nothing is missing on either side and the order is that of the reader."""

from hypothesis import given
from hypothesis import strategies as st

from geo.manual import PARTS, Condition, Document, Fee, ManualContent
from geo.manual_revisions.differences import find_differences

WORDS = st.sampled_from(["บัตรประชาชน", "ทะเบียนบ้าน", "ทะเบียนบ้านฉบับจริง", "ใบสมรส", "รูปถ่าย"])
manuals = st.builds(
    ManualContent,
    summary_th=st.none() | WORDS,
    documents=st.lists(st.builds(Document, name_th=WORDS, copies=st.integers(0, 2)), max_size=6).map(tuple),
    conditions=st.lists(st.builds(Condition, text_th=WORDS), max_size=4).map(tuple),
)


@given(manuals, manuals)
def test_both_sides_are_whole_and_in_their_order(before: ManualContent, after: ManualContent) -> None:
    for part in find_differences(before, after):
        for side, manual in (("before", before), ("after", after)):
            shown = [entry for pair in part.pairs if (entry := getattr(pair, side))]
            said = [manual.as_json().get(name) for name in PARTS[part.part]]
            entries = [entry for one in said if isinstance(one, list) for entry in one]
            assert [entry for entry in shown if entry in entries] == entries
    assert any(one.changes for one in find_differences(before, after)) == (before != after)


def test_an_entry_that_was_rewritten_stands_beside_what_it_was() -> None:
    before = ManualContent(
        documents=(
            Document(name_th="บัตรประจำตัวประชาชน", copies=1),
            Document(name_th="ทะเบียนบ้าน"),
            Document(name_th="รูปถ่าย"),
        ),
        fees=(Fee(name_th="ค่าบัตร", amount_baht=100),),
    )
    after = ManualContent(
        documents=(
            Document(name_th="บัตรประจำตัวประชาชน", copies=0, copy_needed=False),
            Document(name_th="หนังสือมอบอำนาจของผู้แทนโดยชอบธรรม", originals=1, required=False),
            Document(name_th="ทะเบียนบ้าน"),
        ),
        fees=(Fee(name_th="ค่าบัตร", amount_baht=100),),
    )
    parts = {one.part: one for one in find_differences(before, after)}
    assert [one.how for one in parts["documents"].pairs] == ["changed", "new", "same", "gone"]
    assert not parts["fees"].changes
    first = {one.part: one for one in find_differences(None, after)}
    assert [one.how for one in first["documents"].pairs] == ["new"] * 3
