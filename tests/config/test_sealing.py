"""What is sealed with a passphrase is read with it alone, whole, and as it was written."""

import io
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from config.backups.sealing import CHUNK, HEAD, TAG, NotSealedError, Sealing, opened

QUICK = 10
"""The least cost a file may have: thousands of passphrases in a test are no attack."""
WORDS = "zeytûn û gulan"


def sealed(content: bytes, *pieces: int) -> bytes:
    """The content sealed, written in pieces of these sizes and the rest at once."""
    file = io.BytesIO()
    sealing = Sealing(file, WORDS, cost=QUICK)
    for piece in pieces:
        sealing.write(content[:piece])
        content = content[piece:]
    sealing.write(content)
    sealing.close()
    return file.getvalue()


def read(file: bytes, passphrase: str = WORDS) -> bytes:
    """All that a sealed file holds."""
    return b"".join(opened(io.BytesIO(file), passphrase))


def chunks(file: bytes) -> list[bytes]:
    """The sealed chunks of a file, without its head."""
    body = file[HEAD:]
    return [body[at : at + CHUNK + TAG] for at in range(0, len(body), CHUNK + TAG)]


@settings(max_examples=30)
@given(
    size=st.sampled_from([0, 1, CHUNK - 1, CHUNK, CHUNK + 1, 3 * CHUNK]),
    pieces=st.lists(st.integers(0, 2 * CHUNK), max_size=4),
)
def test_what_was_written_is_read_in_whatever_pieces_it_came(size: int, pieces: list[int]) -> None:
    content = Random(size).randbytes(size)
    file = sealed(content, *pieces)
    assert read(file) == content
    assert len(file) == HEAD + size + TAG * len(chunks(file))


def test_the_letters_of_a_passphrase_may_be_composed_either_way() -> None:
    file = sealed(b"olives")
    assert read(
        file, "zeytu\N{COMBINING CIRCUMFLEX ACCENT}n u\N{COMBINING CIRCUMFLEX ACCENT} gulan"
    )
    for wrong in ("", "zeytun u gulan", WORDS + " "):
        with pytest.raises(NotSealedError, match="passphrase is wrong"):
            read(file, wrong)


def test_any_byte_that_was_changed_is_found() -> None:
    random = Random(7)
    file = sealed(random.randbytes(2 * CHUNK + 100))
    places = {*range(HEAD), *random.sample(range(HEAD, len(file)), 40), len(file) - 1}
    for place in places:
        changed = bytearray(file)
        changed[place] ^= 1 << random.randrange(8)
        if place == 9 and changed[9] > 12:  # asks for a cost that only slows this test
            continue
        with pytest.raises(NotSealedError):
            read(bytes(changed))


def test_any_end_that_was_cut_off_is_found() -> None:
    file = sealed(b"x" * (2 * CHUNK))
    whole = len(chunks(file)[0])
    for left in (0, 5, HEAD, HEAD + 1, HEAD + whole, HEAD + 2 * whole - 1, len(file) - 1):
        with pytest.raises(NotSealedError):
            read(file[:left])


def test_chunks_in_another_order_repeated_left_out_or_added_are_found() -> None:
    file = sealed(Random(3).randbytes(3 * CHUNK))
    head, (one, two, three) = file[:HEAD], chunks(file)
    for other in (
        (two, one, three),
        (one, three),
        (one, two, two, three),
        (one, two, three, three),
    ):
        with pytest.raises(NotSealedError):
            read(head + b"".join(other))
    with pytest.raises(NotSealedError):
        read(file + b"\0")


def test_a_chunk_of_another_file_is_found() -> None:
    one, other = sealed(b"x" * 2 * CHUNK), sealed(b"x" * 2 * CHUNK)
    assert one != other
    with pytest.raises(NotSealedError):
        read(one[:HEAD] + b"".join([chunks(one)[0], *chunks(other)[1:]]))


def test_a_file_may_not_ask_for_all_the_memory_there_is() -> None:
    file = bytearray(sealed(b"x"))
    file[9] = 40
    with pytest.raises(NotSealedError, match="format"):
        read(bytes(file))
