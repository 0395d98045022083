# ruff: noqa: E501  a row of a table reads best on one line
"""Tables set in many layouts, flattened as a text extraction does, and read back."""

import textwrap
from itertools import zip_longest

import pytest

from exominer.ingest.flattened import parse_flattened_table

TABLES = {
    "lung": """
Exosomal cargo | Donor cells | Recipient cells | Effect | Reference
miR-1246 | A549 | Non-irradiated A549 cells | Raises clonogenic survival by targeting DR5 | [14]
ALDOA, ALDH3A1 | NCI-H460 lung cancer cells | H460 cells | Speeds up glycolysis and migration | [22]
miR-96 | NCI-H1299 | H1299 cells | Lowers apoptosis through GNAI1 | [23, 24]
lncRNA AGAP2-AS1 | M2 macrophages | LLC cells | Suppresses miR-296 and protects from radiation injury | [31]
PD-L1 | Lewis lung carcinoma | CD8 T cells | Blocks killing of tumour cells | [35]
""",
    "glioma": """
Reference | Source of exosomes | Cargo | Biological effect
Arscott et al., 2013 | Glioblastoma cells | CTGF mRNA | Promotes migration of recipient cells
Mrowczynski et al., 2018 | SF767 glioma and neuroblastoma cells | Oncogenic miRNAs, mRNAs | Increases survival and proliferation after radiotherapy
Dai and Yang, 2019 | U87 cells | circATP8B4 | Sponges miR-766 and confers radioresistance
Yue et al., 2019 | Hypoxic U251 cells | miR-301a | Activates Wnt/β-catenin signalling by targeting TCEAL7
Zhao et al., 2021 | Low-dose irradiated glioma cells | circ-METRN | Drives progression via miR-4709-3p
""",
    "doses": """
Dose | Cell type | EV content | Functions | Isolation method | Refs
2 Gy X-rays | MCF-7 | TNF-related RNA | Causes genomic instability in bystander cells | Ultracentrifugation | [7]
4 Gy | BHY, FaDu | 39 proteins | Enhance migration through AKT | Differential ultracentrifugation | [8, 9]
0.25 and 2 Gy | Bone marrow cells | miR-33a-3p, miR-140-3p | Induces DNA damage in naive mice | ExoQuick-TC kit | [11]
6 Gy | HNSCC lines | Not determined | Speeds up the repair of double-strand breaks | Serial centrifugation | [12]
8 Gy γ-rays | Keratinocytes | miR-27a | Inhibits growth and migration | Size exclusion chromatography | [15]
""",
    "immune": """
Cargo | Cell type | Function
dsDNA | TSA breast carcinoma cells | Activates type I interferon in dendritic cells
CDCP1 | 4T1 cells | Primes cytotoxic T lymphocytes
HSP70 | Irradiated melanoma cells | Stimulates NK cells, delays tumour growth
Tumour antigens | Lewis lung carcinoma | Improves the maturation of dendritic cells
TGF-β1 | Mesothelioma cells | Suppresses effector T cells
""",
    "msc": """
EV source | Recipient | Molecules | Study model | Outcome | Ref.
Mesenchymal stem cells | B16 melanoma | Annexin A1 | Mice with two flank tumours | Controls metastatic spread | [3]
Bone marrow MSCs | Haematopoietic stem cells | miR-221 | Whole-body irradiated mice | Rescues bone marrow from damage | [4]
Placental MSCs | Endothelial cells | VEGF | In vitro | Restores tube formation | [5]
Adipose MSCs | Salivary gland | Unknown | Rat | Reduces fibrosis and restores flow of saliva | [6]
""",
    "skin": """
miRNA | Radiation type | Donor | Recipient | Direction | Effect | Citation
miR-21 | X-rays | WS1 fibroblasts | WS1 cells | Up | Causes bystander DNA damage | [41]
miR-7-5p | α-particles | BEP2D cells | BEP2D cells | Up | Induces autophagy via EGFR/Akt/mTOR | [42]
miR-1246 | Proton | BEP2D cells | Lung epithelial cells | Up | Represses LIG4, increases breaks | [43]
miR-34c | Carbon ions | Keratinocytes | Fibroblasts | Down | Slows DNA repair | [44]
let-7a | γ-rays | Dermal cells | Endothelial cells | Down | Inhibits angiogenesis | [46]
""",
    "protein": """
Protein | Cell line | Effect on recipient cells | Pathway | References
CTGF, IGFBP2 | LN18, U251 | Activates migration and invasion | TrkA, FAK | [61]
Survivin | HeLa | Increases proliferation and invasion | Unknown | [62]
HMGB1 | Glioma cells | Polarizes macrophages towards M2 | TLR4/NF-κB | [63]
Fas ligand | Jurkat T cells | Kills bystander lymphocytes | Caspase | [64, 65]
B7-H3 | DU145 prostate carcinoma | Confers radioresistance | PI3K/AKT | [66]
""",
    "patients": """
Author (year) | Species | Study model | Exosomal RNA | Main findings
Li et al. (2020) | Human | Serum of patients | miR-620 | Predicts response to radiotherapy
Malla et al. (2018) | Human | Plasma of prostate cancer patients | hsa-let-7a-5p, hsa-miR-21-5p | Associated with high risk of recurrence
Cai et al. (2017) | Mouse | Whole body irradiation | miR-122-5p | Increased in serum after 2 Gy
Szatmari et al. (2019) | Mouse | Bone marrow transfer | Several miRNAs | Transmits genomic damage to unexposed animals
""",
    "mixed-layout": """
Effects | Exosome cargo | Donor cells
Promotes metastasis of lung cancer cells | miR-208a | A549 and H1299
Inhibition of apoptosis and cell cycle arrest | miR-889-3p | Cervical cancer cells
Reduced radiosensitivity | circRNA_000543 | Nasopharyngeal carcinoma cells
Enhanced angiogenesis | miR-23a | Hypoxic lung cancer
Repair of DNA breaks is faster | RAD51 protein | Head and neck squamous cell carcinoma
""",
    "author-last": """
Donor cell | Dose | Exosome cargo | Biological function | Author
HUVECs | 10 Gy | lncRNA MALAT1 | Accelerates premature senescence | Tang et al. 2020
Macrophages | 5 Gy | miR-146a-5p | Dampens inflammation in lung | Hu et al. 2019
Oesophageal carcinoma Eca109 | 4 Gy | miR-339-5p | Sensitizes to radiation | Luo et al. 2019
Neuroblastoma | 2 Gy | RTN4, THBS1 | Supports survival | Ghosh et al. 2021
Platelets | 20 Gy | P-selectin | Triggers clotting in mice | Vitale et al. 2018
""",
    "brackets-first": """
Ref. | Donor cells | Recipient cells | Exosomal cargo | Dose | Effect
[101] | Rectal cancer SW480 cells | Endothelial cells | miR-19b | 2 Gy | Stabilizes vessels and stemness
[102] | Breast cancer cells | Same cells | miR-378a-3p | 8 Gy | Protects from doxorubicin
[103, 104] | Oral carcinoma | Normal mucosa | miR-503-3p | 10 Gy | Depresses proliferation and raises apoptosis
[107] | Prostate cells | DU145 | hsa-miR-665 | 2 × 3 Gy | Stops colony formation
""",
    "long-effects": """
Exosome contents | Origin | Role | Reference
mtDNA | Irradiated hepatoma cells and their bystanders | Triggers the cGAS-STING axis in antigen-presenting cells, which release interferon and attract lymphocytes into the tumour | [55]
Calreticulin, HSP90 | Colon carcinoma | Boosts uptake by dendritic cells and delays the growth of a distant second tumour | [56–58]
Circular RNA CDR1as | Glioma | Mops up miR-7, so that EGFR is expressed more strongly and cells survive a second dose | [59]
Lipids | Plasma | Alters the membrane of endothelial cells and makes the vessel wall leak | [60]
""",
    "stromal": """
Cells of origin | Vesicle cargo | Target cells | Observed effect | Species
Cancer-associated fibroblasts | miR-93-5p | Colorectal cancer cells | Downregulates FOXA1 and rescues cells from radiation | Human
Cancer-associated fibroblasts | TGF-β1 | Colon cancer stem cells | Increases stemness and clonogenicity | Human
Myeloid cells | Arginase | T cells | Impairs proliferation | Mouse
Astrocytes | miR-19a | Brain metastases | Silences PTEN | Mouse
Endothelium | Angiomotin | Pericytes | Hampers wound repair | Rat
""",
    "sparse": """
Exosome cargo | Cell type | Dose | Functions
Proteins | Breast cancer MDA-MB-231 | 10 Gy | Augment inflammation
RNAs | Thyroid FRTL-5 | – | Increase chromosomal damage
miR-30a, miR-9a | Serum | 9 Gy | Regulate autophagy
Not reported | Oesophageal EC109 | 2 Gy | Promote EMT and spread
Integrins | Pancreatic cancer cells | N/A | Prepare the metastatic niche
""",
    "kidney": """
Vesicle content | Released by | Acting on | Consequence | Ref
CCL2 mRNA | Injured tubular epithelial cells | Macrophages | Recruits macrophages, worsens fibrosis | 12
miR-216a | HK-2 | HK-2 | Silences PTEN and thickens matrix | 15
Osteopontin | Fibroblasts | Tubular cells | No effect on viability | 18, 19
mt-ND1 | Podocytes | Tubule | Mitochondrial injury | 21
""",
    "heart": """
Study | Cells | Irradiation | Exosomal miRNA | Effect
Kowalski et al. 2017 | Cardiomyocytes AC16 | 5 x 2 Gy photons | miR-1, miR-208a | Fewer beats and more apoptosis
Ferrari et al. 2018 | HUVEC | 8 Gy X-ray | miR-126 | Vessel sprouting drops
Nakamura & Ito 2020 | iPSC-derived cardiac cells | 1 Gy carbon ions | miR-21-5p | Collagen deposition rises
Osei et al. 2021 | Rat heart | Sham | miR-29b | Not changed
""",
    "bystander": """
Parent cells | Bystander cells | Radiation dose | Exosome content | Biological effects | References
MCF7 | MCF7 | 2 Gy X-rays | RNA and protein | Comet tails lengthen, chromatid gaps | [5, 6]
UVW glioma | HaCaT | 5 Gy γ-rays | Unknown | Clonogenic death | [8]
HCT116 p53+/+ | HCT116 | 1 Gy | Mitochondrial DNA | ROS accumulate and telomeres shorten | [10]
TK6 | AHH-1 | 0.05 Gy | miR-1246 | Micronuclei appear | [13-15]
CHO-K1 | MRC-5 | 60 mGy protons | let-7 family | Adaptive response | [17]
""",
    "clinical": """
Biomarker | Tumour type | Sample | Isolation | Outcome | Reference
miR-29a-3p, miR-150-5p | Lung cancer | Serum | ExoQuick | Drop during chemoradiation | [33]
PD-L1 | HNSCC | Plasma | Size exclusion | Predicts relapse | [34]
EGFRvIII mRNA | Glioblastoma | CSF | Ultracentrifugation | Tracks tumour burden | [35]
miR-222 | HNSCC | Serum | TRIzol kit | Marks poor responders | [36]
hsa_circ_0001445 | Cervix | Plasma | Precipitation | Falls after treatment | [40]
""",
    "engineered": """
Source | Loaded molecule | Target cell | Function | Ref.
HEK293T | siRNA against RAD51 | HeLa | Knocks down RAD51 and kills tumour cells | [71]
Dendritic cells | OVA peptide | CD8+ T cells | Elicits a strong CTL response | [72]
Bovine milk | Curcumin | Gut epithelium | Shields the gut from injury | [73]
Bone-marrow MSCs | miR-124 | Glioma stem cells | Lengthens survival of mice | [74]
""",
    "immune2": """
References | Functions | Cells | Cargoes
[2, 3] | Expand regulatory T cells in the irradiated bed | RT-treated GL261 | TGF-beta, IL-10
[4] | M1 polarisation of macrophages | RAW264.7 | miR-155
[6–8] | Hinders NK cytotoxicity through NKG2D | AML blasts | MICA/B
[11] | Licenses cross-presentation | B16-OVA | OVA, gp100
""",
    "resist": """
Molecule | Type of cancer | Mechanism | Study type
lncRNA FAM225A | Oesophageal squamous cell carcinoma | Sponges miR-206 to raise NETO2 | In vitro, xenograft
miR-301a-3p | Laryngeal cancer | Targets SMAD4; macrophages become M2-like | In vitro
circFOXK2 | Pancreas | Upregulates NUF2, PDXK | Patients, cell lines
HSP70 membrane form | Colon and breast | Radioprotection of neighbours | Mice
""",
    "wide7": """
Year | Author | EV source | EV isolation | Cargo | Recipient | Key findings
2015 | Jelonek et al. | FaDu | Ultrafiltration, SEC | 69 proteins | Not tested | Proteome shifts towards translation
2016 | Mutschelknaus et al. | BHY | Ultracentrifugation | AKT pathway proteins | FaDu | Faster wound closure
2018 | Hazawa et al. | MSC | Exo-spin kit | None named | Neighbour MSC | Survival falls
2020 | Abramowicz et al. | UM-SCC6 | SEC | miR-3168, miR-378c | UM-SCC6 | DNA repair genes go up
""",
}
FOOTNOTE = "DC dendritic cell; EGFR Epidermal growth factor receptor; PTEN Phosphatase and tensin"
WIDE_WORDS = ("effect", "function", "outcome", "role", "finding")
WIDTHS = {"narrow": (15, 28), "middle": (20, 38), "wide": (30, 52)}


def read_table(name):
    return [[cell.strip() for cell in row.split("|")] for row in TABLES[name].strip().split("\n")]


def wrap_row(row, widths):
    return [
        textwrap.wrap(cell, width, break_long_words=False, break_on_hyphens=False) or [""]
        for cell, width in zip(row, widths, strict=True)
    ]


def choose_widths(header, size):
    narrow, wide = WIDTHS[size]
    return [
        wide if any(word in cell.lower() for word in WIDE_WORDS) else max(narrow, len(cell) // 2)
        for cell in header
    ]


def flatten_by_cells(rows, widths, *, joined, blank):
    """Cell by cell from the top of the row; lines on one height are one line of text.

    ``joined`` keeps cells that begin on the same height on one line, as a text layer
    does; ``blank`` sets an empty line wherever the next cell begins higher up.
    """
    lines = []
    for row in rows:
        height = None
        for cell in wrap_row(row, widths):
            if height == 0 and joined:
                lines[-1] += " " + cell[0]
                lines += cell[1:]
            else:
                if blank or height is None:
                    lines.append("")
                lines += cell
            height = len(cell) - 1
    return lines


def flatten_by_lines(rows, widths, *, blank):
    """Line by line across the cells of each row."""
    lines = []
    for row in rows:
        if blank:
            lines.append("")
        for fragments in zip_longest(*wrap_row(row, widths), fillvalue=""):
            lines.append(" ".join(fragment for fragment in fragments if fragment))
    return lines


LAYOUTS = {
    "cells": lambda rows, widths: flatten_by_cells(rows, widths, joined=True, blank=True),
    "cells-apart": lambda rows, widths: flatten_by_cells(rows, widths, joined=False, blank=True),
    "cells-dense": lambda rows, widths: flatten_by_cells(rows, widths, joined=False, blank=False),
    "lines": lambda rows, widths: flatten_by_lines(rows, widths, blank=True),
    "lines-dense": lambda rows, widths: flatten_by_lines(rows, widths, blank=False),
}


def score_layout(name, layout, size, *, footnote=True):
    """Return cells right, cells in all, rows right, rows in all, and whether it was read."""
    rows = read_table(name)
    lines = LAYOUTS[layout](rows, choose_widths(rows[0], size))
    if footnote:
        lines += ["", *textwrap.wrap(FOOTNOTE, 70)]
    parsed = parse_flattened_table("Table 3 What vesicles carry", lines)
    body = rows[1:]
    n_cells = len(body) * len(rows[0])
    if parsed is None:
        return 0, n_cells, 0, len(body), None
    grid, _ = parsed
    found = {(cell.row, cell.column): cell.text for cell in grid.cells}
    right = [
        [found.get((i, j)) == text for j, text in enumerate(row)]
        for i, row in enumerate(body, start=1)
    ]
    n_rows = sum(all(row) for row in right)
    return sum(map(sum, right)), n_cells, n_rows, len(body), grid


SEGMENTED = ("cells", "cells-apart")


@pytest.mark.parametrize("layout", SEGMENTED)
@pytest.mark.parametrize("name", TABLES)
def test_parse_flattened_table_reads_cells_one_after_the_other(name, layout):
    n_right, n_cells, *_ = score_layout(name, layout, "middle")

    # One wrong border spoils two cells.
    assert n_right >= 0.8 * n_cells


@pytest.mark.parametrize("layout", ["lines", "lines-dense"])
def test_parse_flattened_table_deals_most_lines_that_run_across_cells(layout):
    scores = [score_layout(name, layout, "middle") for name in TABLES]

    n_right, n_cells = (sum(score[i] for score in scores) for i in (0, 1))
    assert n_right / n_cells > 0.85


@pytest.mark.parametrize("layout", SEGMENTED)
def test_parse_flattened_table_needs_no_footnote(layout):
    n_right, n_cells, *_ = score_layout("glioma", layout, "middle", footnote=False)

    assert n_right == n_cells
