from exominer.train.archive import ARCHIVES
from exominer.train.build import main


def test_main_names_the_archive_that_is_missing(tmp_path, caplog):
    archives = tmp_path / "archives"
    archives.mkdir()

    code = main(
        ["--archives", str(archives), "--out", str(tmp_path / "m"), "--work", str(tmp_path / "w")]
    )

    assert code == 1
    assert f"{next(iter(ARCHIVES))}.tar.gz: no such archive" in caplog.text
    assert not (tmp_path / "m").exists()
