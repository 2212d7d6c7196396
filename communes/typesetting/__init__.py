"""Papers: from plain data to bytes. Imports no model and knows no words of its own.

A paper is a sequence of blocks, each a plain mapping whose `as` names its look:

* `title`, `lead`, `heading`, `text`, `small`, `struck`: a `text`, each paragraph in the
  direction of its own letters;
* `decision`: a `title`, whether it is `struck` out, and `parts`, blocks again;
* `signatures`: `rows` of `name`, `role` and `told` (empty: a line to sign on);
* `table`: `head` and `rows` of texts, `shares` of the width.

Whatever people wrote goes in as text and comes out as text: nothing in it is markup or code.
"""

from communes.typesetting.letters import isolated, legible
from communes.typesetting.papers import Mark, Paper
from communes.typesetting.plain import plain
from communes.typesetting.printing import pdf

__all__ = ["Mark", "Paper", "isolated", "legible", "pdf", "plain"]
