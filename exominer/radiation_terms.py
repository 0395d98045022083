"""The words for radiation -> the class of the modality."""

import re
from typing import Final

from exominer.records import ModalityClass

# In order: "carbon ion" before "ion", "UV" before "ray"; an irradiator named by its isotope
# (137Cs, 60Co) is a source of photons, an isotope given to a body is a radionuclide.
_CLASSES: Final[tuple[tuple[re.Pattern[str], ModalityClass], ...]] = (
    (re.compile(r"\bUV|ultra-?violet|\bsunlight|solar", re.IGNORECASE), "uv"),
    (
        re.compile(
            r"laser|infra-?red|\bNIR\b|photobiomodulation|\bPBMT?\b|\bLLL[TI]\b|red light|\bLED\b",
            re.IGNORECASE,
        ),
        "laser_nir",
    ),
    (re.compile(r"carbon|\bC-ions?|12C\b|¹²C\b", re.IGNORECASE), "carbon"),
    (re.compile(r"proton", re.IGNORECASE), "proton"),
    (re.compile(r"neutron|\bBNCT\b", re.IGNORECASE), "neutron"),
    (re.compile(r"\balpha|α|\bradon\b|\bhelium", re.IGNORECASE), "alpha"),
    (
        re.compile(
            r"radio-?(?:iod|nuclid|isotop|immuno|pharma|ligand)|brachy|\bI-?131|131\s?-?I\b|¹³¹I"
            r"|125\s?-?I\b|\bI-?125|iodine-\d|\b\d{2,3}(?:Lu|Y|Ra|At|Ac|Sr|Re|Sm|Ir|Pd|Bi|Th|P)\b"
            r"|\b(?:Lu|Y|Ra|At|Ac|Sr|Ir)-\d{2,3}|radium|lutetium|yttrium|β-|\bbeta",
            re.IGNORECASE,
        ),
        "radionuclide",
    ),
    (re.compile(r"electron", re.IGNORECASE), "electron"),
    (
        re.compile(
            r"\bX\s?[-‐‑–]?\s?(?:ray|irrad|rad)|\bx-?ray|γ|gamma|photon|röntgen|roentgen"
            r"|\bCs-?137|137\s?-?Cs|¹³⁷Cs|c[a]?esium|\bCo-?60|60\s?-?Co|⁶⁰Co|cobalt",
            re.IGNORECASE,
        ),
        "photon",
    ),
)


def modality_class(text: str) -> ModalityClass:
    """Class a modality as printed; a word that leaves the particle open is unspecified.

    Example:
        >>> [modality_class(text) for text in ("X-rays", "137Cs", "131I", "TBI", "UVB")]
        ['photon', 'photon', 'radionuclide', 'unspecified', 'uv']
    """
    return next((name for pattern, name in _CLASSES if pattern.search(text)), "unspecified")
