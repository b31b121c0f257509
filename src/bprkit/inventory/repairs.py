"""The words for everything that reading may mend, leave out or tell."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from bprkit.inventory.model import Done


@dataclass(frozen=True)
class Wording:
    """What is said of a repair in both languages."""

    done: Done
    en: str
    ja: str


REPAIRS: Mapping[str, Wording] = {
    # files and sheets
    "other_file": Wording(
        "left_out", "Not a file of the inventory: not read", "調査票ではないファイルなので読んでいません"
    ),
    "own_output": Wording(
        "left_out", "A result of bprkit inventory: not read", "bprkit inventory の結果なので読んでいません"
    ),
    "example_sheet": Wording(
        "left_out", "A sheet of examples: not counted", "記入例のシートなので数えていません"
    ),
    "section_spelling": Wording(
        "repaired", "The section is spelt in another way elsewhere", "課名の書き方をそろえました"
    ),
    "unreadable_file": Wording("left_out", "The file cannot be read", "ファイルを読み込めません"),
    "no_table": Wording(
        "left_out",
        "No table of tasks (no header with the name of the task)",
        "業務の一覧が見つかりません（「業務名」の見出しがありません）",
    ),
    "empty_form": Wording(
        "told",
        "The form came back empty: no task is written in it",
        "記入がありません（業務が一つも書かれていません）",
    ),
    "same_file": Wording(
        "left_out", "The same file as another: counted once", "別のファイルと同じ内容なので、一度だけ数えます"
    ),
    "same_table": Wording(
        "left_out",
        "The same tasks as in another table: counted once",
        "別の表と同じ業務なので、一度だけ数えます",
    ),
    "two_answers": Wording(
        "told",
        "Two tables of the same section with mostly the same tasks, but not the same numbers: both are counted. "
        "Take the one that is out of date out of the folder",
        "同じ課から、業務がほぼ同じで数値の違う表が二つあります。両方とも数えています。古い方をフォルダーから除いてください",
    ),
    "hidden_sheet": Wording("left_out", "A hidden sheet: not read", "非表示のシートなので読んでいません"),
    "other_sheet": Wording(
        "left_out", "A sheet without a table of tasks: not read", "業務の一覧がないシートなので読んでいません"
    ),
    "renamed_sheet": Wording("repaired", "The sheet has another name", "シート名が変えられています"),
    "file_format": Wording(
        "repaired", "The file is not in the form's own format", "様式と違う形式のファイルとして読みました"
    ),
    "encoding": Wording(
        "repaired",
        "The text was read in another encoding than UTF-8",
        "UTF-8以外の文字コードとして読みました",
    ),
    # headers
    "moved_header": Wording(
        "repaired", "The header does not stand in the form's row", "見出しが様式の行にありません"
    ),
    "header_rows": Wording(
        "repaired",
        "The header takes several rows: read as one",
        "見出しが複数行なので、一つにまとめて読みました",
    ),
    "renamed_column": Wording("repaired", "A column has another name", "列の見出しが変えられています"),
    "joint_column": Wording(
        "repaired",
        "Department, section and unit stand in one cell: split by how they end",
        "部・課・係が一つのセルにあるので、末尾の字で分けました",
    ),
    "column_order": Wording("repaired", "The columns stand in another order", "列の順番が入れ替わっています"),
    "missing_column": Wording("told", "Columns of the form that are not there", "様式の列のうち、ないもの"),
    "unknown_column": Wording(
        "told",
        "A column that the form does not have: not read",
        "様式にない列なので、読んでいません",
    ),
    "twice_column": Wording(
        "told",
        "A second column of the same meaning: not read",
        "同じ意味の列が二つあります。二つ目は読んでいません",
    ),
    "numbers_aside": Wording(
        "told",
        "A column of numbers was not read, and tasks lack cases or hours: write its header as in the form, one column for each",
        "数値の列を読んでいません。件数か時間のない業務があるので、見出しを様式のとおりに直し、同じ意味の列は一つにしてください",
    ),
    "total_column": Wording("left_out", "A column of totals: not counted", "合計の列なので数えていません"),
    "person_column": Wording(
        "left_out",
        "A column of people's names: not read, for the inventory is of work",
        "個人名の列なので読んでいません（調べるのは業務であり、人ではありません）",
    ),
    "header_unit": Wording(
        "repaired", "The header has another unit: converted", "見出しの単位が違うので換算しました"
    ),
    "months_of_cases": Wording(
        "repaired",
        "The months hold numbers of cases: the hours were spread like the cases",
        "月別の欄が件数なので、時間を件数の割合で各月に配分しました",
    ),
    # rows
    "title_row": Wording("left_out", "A line above the table", "表の上の行"),
    "example_row": Wording("left_out", "The marked example", "記入例の行"),
    "total_row": Wording(
        "left_out", "A row of totals: not counted twice", "小計・合計の行なので数えていません"
    ),
    "total_differs": Wording(
        "told",
        "The total that is written is not the sum of its rows, in hours",
        "書かれた合計が、行の合計と合いません（時間）",
    ),
    "blank_rows": Wording("left_out", "Blank rows between the tasks", "業務の間の空白行"),
    "note_row": Wording("left_out", "A note, not a task", "注記の行なので業務として数えていません"),
    "repeated_header": Wording("left_out", "The header again", "見出しの繰り返し"),
    "unnamed_row": Wording(
        "left_out",
        "Numbers without the name of a task: not counted",
        "業務名のない行に数値があります。数えていません",
    ),
    # whose it is
    "merged_cells": Wording("repaired", "Merged cells: filled", "結合セルなので、各行に同じ内容を入れました"),
    "merged_number": Wording(
        "repaired",
        "A number merged over several rows: counted once, in the first",
        "数値のセルが複数行で結合されています。最初の行で一度だけ数えます",
    ),
    "filled_down": Wording(
        "repaired", "Blank: taken from the row above", "空欄なので、上の行と同じとしました"
    ),
    "ditto": Wording(
        "repaired", "A ditto mark: taken from the row above", "「〃」「同上」は上の行と同じとしました"
    ),
    "section_from": Wording(
        "repaired",
        "The section was not written in the rows: taken from",
        "課名が行にないので、次から取りました",
    ),
    "section_unknown": Wording(
        "told",
        "Nothing says which section this is: the name of the file stands in for it",
        "どの課の調査票か書かれていないので、ファイル名を課名としています",
    ),
    "spaces": Wording(
        "repaired", "Spaces or line breaks in a name: taken out", "名前の中の空白や改行を除きました"
    ),
    # cells
    "full_width": Wording("repaired", "Full-width characters", "全角の数字や記号"),
    "text_number": Wording("repaired", "A number stored as text", "文字として入力された数値"),
    "unit": Wording("repaired", "A unit typed in the cell", "セルに単位が書かれています"),
    "about": Wording(
        "repaired", "An approximate number: taken as it is", "概数なので、その数として読みました"
    ),
    "range": Wording("repaired", "A range: the middle was taken", "幅のある数なので、中央の値としました"),
    "per_month": Wording("repaired", "A number for a month: times 12", "1か月あたりの数なので、12倍しました"),
    "per_week": Wording("repaired", "A number for a week: times 52", "1週間あたりの数なので、52倍しました"),
    "time_cell": Wording("repaired", "A time of day typed as a duration", "時刻の形式で入力された所要時間"),
    "dash": Wording("repaired", "A dash or 'none': read as blank", "「－」や「なし」は空欄としました"),
    "unreadable_number": Wording(
        "left_out", "This is no number that can be counted: left blank", "数として読めないので空欄としました"
    ),
    "choice": Wording("repaired", "Another word than in the list", "選択肢と違う書き方なので読み替えました"),
    "unknown_choice": Wording(
        "left_out", "A word that is not in the list: left blank", "選択肢にない言葉なので空欄としました"
    ),
}
