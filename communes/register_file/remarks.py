"""What there is to say about a register file: by row and column, in the reader's language."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from communes.problems import Problem

Figures = Mapping[str, str | int]

MESSAGES = {
    "empty_file": gettext_lazy("The file is empty."),
    "not_a_text": gettext_lazy("This is not a text file. Save the table as CSV and try again."),
    "not_csv": gettext_lazy(
        "This is a %(format)s file. Open it in the spreadsheet, save it as CSV and try again."
    ),
    "too_many_rows": gettext_lazy("The file has more than %(limit)d residents."),
    "no_seats": gettext_lazy("The file has headings and no seat below them."),
    "too_many_seats": gettext_lazy("The file has more than %(limit)d seats."),
    "too_many_lines": gettext_lazy("The file has more than %(limit)d rows."),
    "too_many_candidates": gettext_lazy("The file has more than %(limit)d candidates."),
    "row_twice": gettext_lazy("“%(text)s” stands in two rows."),
    "no_quotas": gettext_lazy("The file has headings and no quota below them."),
    "no_people": gettext_lazy("The file has headings and nobody below them."),
    "not_a_number": gettext_lazy("“%(text)s” is not a whole number."),
    "most_below_least": gettext_lazy("At most %(most)d is less than at least %(least)d."),
    "no_such_value": gettext_lazy("“%(text)s” is none of the values that the quotas name."),
    "blt_head": gettext_lazy(
        "A file of ballots begins with the numbers of candidates and of seats, not “%(text)s”."
    ),
    "blt_no_end": gettext_lazy("After the ballots a row with 0 is missing."),
    "blt_withdrawal": gettext_lazy("“%(text)s” names nobody who could withdraw."),
    "blt_ballot_end": gettext_lazy(
        "A row of ballots ends with its only 0, and this one does not: “%(text)s”."
    ),
    "blt_weight": gettext_lazy("“%(text)s” is not a number of ballots."),
    "blt_equal_ranks": gettext_lazy(
        "“%(text)s” gives two candidates the same rank; that is not counted."
    ),
    "blt_candidate": gettext_lazy("“%(text)s” is no candidate; they are 1 to %(most)d."),
    "blt_twice": gettext_lazy("Candidate %(candidate)d is ranked twice."),
    "blt_quote": gettext_lazy("A name stands between two quotation marks, not so: %(text)s"),
    "blt_names_over": gettext_lazy(
        "After the names of %(candidates)d candidates and a title there is more: “%(text)s”."
    ),
    "blt_names_missing": gettext_lazy("There are %(names)d names for %(candidates)d candidates."),
    "missing_column": gettext_lazy("There is no such column. The headings are: %(headings)s."),
    "column_twice": gettext_lazy("There are two such columns."),
    "too_many_columns": gettext_lazy("There are more cells than headings: “%(text)s”."),
    "quote_unclosed": gettext_lazy(
        "A quotation mark is opened and not closed, so that further rows run into this one."
    ),
    "missing_value": gettext_lazy("This must not be blank."),
    "too_long": gettext_lazy("This is longer than %(limit)d characters."),
    "control_character": gettext_lazy("There is a character that cannot be written."),
    "unreadable_character": gettext_lazy("A character was lost when the file was saved."),
    "unknown_gender": gettext_lazy("“%(text)s” is none of woman, man, other, undisclosed."),
    "not_a_year": gettext_lazy("“%(text)s” is not a year of four digits."),
    "not_a_date": gettext_lazy("“%(text)s” is not a date such as 1987-03-21 or 21.03.1987."),
    "year_out_of_range": gettext_lazy("The year must lie between %(least)d and %(most)d."),
    "dates_disagree": gettext_lazy("The date of birth is not in the year %(year)d."),
    "encoding_assumed": gettext_lazy(
        "The file does not say how it is written; %(encoding)s was assumed. Check the names."
    ),
    "columns_ignored": gettext_lazy("Columns that are not used: %(columns)s."),
}


@dataclass(frozen=True)
class RowProblem:
    """One thing to say: in which row (0: of the whole file) and column ("": of the whole row).

    `line` is the row that the spreadsheet shows, the headings being one; `code` is for
    programs, `message` for people.
    """

    line: int
    column: str
    code: str
    figures: Figures = field(default_factory=dict)

    @property
    def message(self) -> str:
        """What is to be said, without the place."""
        return str(MESSAGES[self.code]) % dict(self.figures)

    @property
    def sentence(self) -> str:
        """What is to be said, with row and column before it."""
        told = {"row": self.line, "column": self.column, "message": self.message}
        if not self.line:
            return self.message
        if not self.column:
            return _("Row %(row)d: %(message)s") % told
        return _("Row %(row)d, column %(column)s: %(message)s") % told

    def as_problem(self) -> Problem:
        """Return it as a reason for refusing the file."""
        figures = {**self.figures, "row": self.line, "column": self.column}
        return Problem(self.code, self.sentence, figures, "file")


def of_file(code: str, **figures: str | int) -> RowProblem:
    """Return a remark on the whole file."""
    return RowProblem(0, "", code, figures)
