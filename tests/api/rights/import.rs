//! `tulay import rights`: strict, repeatable, all or nothing.

use std::fs;
use std::path::Path;
use std::time::Duration;

use tempfile::TempDir;
use tulay::reference::{ImportError, Origin, import_at_start, import_rights};
use tulay::rights::Changes;
use tulay::start::Sources;

use super::articles_in_the_data;
use crate::harness::TestApp;
use crate::on_both;

/// A copy of the reference data that a test may change.
pub(super) fn copy_of_the_data() -> TempDir {
    let data = Path::new(env!("CARGO_MANIFEST_DIR")).join("data");
    let folder = tempfile::tempdir().unwrap();
    for part in ["code-lists", "rights", "contacts"] {
        copy(&data.join(part), &folder.path().join(part));
    }
    folder
}

fn copy(from: &Path, to: &Path) {
    fs::create_dir_all(to).unwrap();
    for entry in fs::read_dir(from).unwrap() {
        let path = entry.unwrap().path();
        let target = to.join(path.file_name().unwrap());
        if path.is_dir() {
            copy(&path, &target);
        } else {
            fs::copy(&path, &target).unwrap();
        }
    }
}

pub(super) fn edit(folder: &TempDir, file: &str, from: &str, to: &str) {
    let path = folder.path().join(file);
    let text = fs::read_to_string(&path).unwrap();
    assert!(text.contains(from), "{file} lacks {from}");
    fs::write(path, text.replacen(from, to, 1)).unwrap();
}

pub(super) fn import(app: &TestApp, folder: &TempDir) -> Result<Vec<Changes>, ImportError> {
    let services = &app.shared.services;
    let now = services.clock.now();
    let changes = import_rights(&services.db, folder.path(), Origin::Shipped, now);
    // As on an instance whose answers have grown old.
    services.public.forget();
    changes
}

/// What a start of an instance does with its reference data.
fn start(app: &TestApp, folder: &TempDir) -> Result<(), ImportError> {
    let sources = Sources {
        clock: app.clock.clone(),
        ..Sources::default()
    };
    import_at_start(&app.shared.services.db, folder.path(), &sources)
}

pub(super) fn of<'c>(changes: &'c [Changes], what: &str) -> &'c Changes {
    changes.iter().find(|changes| changes.what == what).unwrap()
}

/// The reasons with which an import is refused for one file.
fn reasons(app: &TestApp, folder: &TempDir, file: &str) -> Vec<String> {
    let Err(ImportError::Rights(refused)) = import(app, folder) else {
        panic!("the import must be refused");
    };
    let message = refused.to_string();
    let of_file = refused
        .faults()
        .iter()
        .filter(|(name, _)| name.ends_with(file));
    let reasons: Vec<String> = of_file.map(|(_, reason)| reason.clone()).collect();
    assert!(
        reasons
            .iter()
            .all(|reason| message.contains(reason.as_str()))
    );
    reasons
}

on_both! {
    async fn the_same_files_again_change_nothing(app: TestApp) {
        let folder = copy_of_the_data();
        let before = app.get("/v1/articles/wages-malaysia").await.body;
        app.clock.advance(Duration::from_hours(48));
        let changes = import(&app, &folder).unwrap();
        let unchanged: Vec<(&str, usize)> =
            changes.iter().map(|changes| (changes.what, changes.unchanged)).collect();
        assert_eq!(unchanged[1..], [("articles", articles_in_the_data()), ("contacts", 174), ("emergency numbers", 128)]);
        for changes in &changes {
            let touched = changes.added.len() + changes.changed.len() + changes.removed.len();
            assert_eq!(touched, 0, "{changes}");
        }
        assert_eq!(app.get("/v1/articles/wages-malaysia").await.body, before);
    }

    async fn a_second_start_does_not_import_again(app: TestApp) {
        let folder = copy_of_the_data();
        let services = &app.shared.services;
        import(&app, &folder).unwrap();
        let before = services.db.jobs_run().writes;
        start(&app, &folder).unwrap();
        assert_eq!(services.db.jobs_run().writes, before);
        edit(&folder, "rights/wages-malaysia/vi.md", "title = \"", "title = \"Lương: ");
        start(&app, &folder).unwrap();
        assert!(services.db.jobs_run().writes > before);
    }

    async fn a_start_does_not_undo_an_import_from_elsewhere(app: TestApp) {
        let (shipped, newer) = (copy_of_the_data(), copy_of_the_data());
        let services = &app.shared.services;
        import(&app, &shipped).unwrap();
        edit(&newer, "rights/wages-malaysia/vi.md", "title = \"", "title = \"Mới: ");
        let now = services.clock.now();
        import_rights(&services.db, newer.path(), Origin::Elsewhere, now).unwrap();
        start(&app, &shipped).unwrap();
        let article = app.get("/v1/articles/wages-malaysia?lang=vi").await.json();
        assert!(article["title"].as_str().unwrap().starts_with("Mới: "));
    }

    async fn instances_that_start_together_all_start(app: TestApp) {
        let folder = copy_of_the_data();
        edit(&folder, "rights/wages-malaysia/vi.md", "title = \"", "title = \"Mới: ");
        let start = || start(&app, &folder);
        std::thread::scope(|scope| {
            let starts = [scope.spawn(start), scope.spawn(start)];
            for started in starts {
                started.join().unwrap().unwrap();
            }
        });
        app.shared.services.public.forget();
        let article = app.get("/v1/articles/wages-malaysia?lang=vi").await.json();
        assert!(article["title"].as_str().unwrap().starts_with("Mới: "));
    }

    async fn what_changed_is_told_and_dated(app: TestApp) {
        let folder = copy_of_the_data();
        let old = app.get("/v1/articles/wages-malaysia?lang=en").await.json();
        app.clock.advance(Duration::from_hours(72));
        edit(&folder, "rights/wages-malaysia/vi.md", "title = \"", "title = \"Mới: ");
        fs::remove_dir_all(folder.path().join("rights/housing-malaysia")).unwrap();
        copy(&folder.path().join("rights/wages-malaysia"), &folder.path().join("rights/wages-anywhere"));
        edit(&folder, "contacts/emergency-numbers.toml", "verified = false", "verified = true");
        edit(&folder, "contacts/contacts.toml", "ph-embassy-canberra", "ph-embassy-of-canberra");
        edit(&folder, "code-lists/urgency.toml", "en = \"", "en = \"New: ");
        let changes = import(&app, &folder).unwrap();

        let articles = of(&changes, "articles");
        assert_eq!(articles.added, ["wages-anywhere"]);
        assert_eq!(articles.changed, ["wages-malaysia"]);
        assert_eq!(articles.removed, ["housing-malaysia"]);
        let unchanged = articles_in_the_data() - 2;
        assert_eq!(articles.unchanged, unchanged);
        assert_eq!(articles.to_string(), format!("articles: 1 added, 1 changed, 1 removed, {unchanged} unchanged"));
        assert_eq!(of(&changes, "emergency numbers").changed.len(), 1);
        assert_eq!(of(&changes, "contacts").added, ["ph-embassy-of-canberra"]);
        assert_eq!(of(&changes, "contacts").removed, ["ph-embassy-canberra"]);
        assert_eq!(of(&changes, "codes").changed.len(), 1);

        app.get("/v1/articles/housing-malaysia").await.assert_problem(404, "not_found");
        let new = app.get("/v1/articles/wages-malaysia?lang=vi").await.json();
        assert!(new["title"].as_str().unwrap().starts_with("Mới: "));
        assert!(new["updated_on"].as_str() > old["updated_on"].as_str());
        // The English text did not change, and so its day did not.
        let english = app.get("/v1/articles/wages-malaysia?lang=en").await.json();
        assert_eq!(english["updated_on"], old["updated_on"]);
        let found = app.get("/v1/articles?search=m%E1%BB%9Bi&lang=vi").await.json();
        assert!(found["items"].as_array().unwrap().iter().any(|i| i["slug"] == "wages-malaysia"));
    }

    async fn every_fault_of_a_file_is_told_at_once_and_nothing_is_stored(app: TestApp) {
        let folder = copy_of_the_data();
        let file = "rights/wages-malaysia/en.md";
        let long = format!("title = \"{}", "x".repeat(120));
        edit(&folder, file, "title = \"", &long);
        edit(&folder, file, "topic = \"wages\"", "topic = \"money\"\ncolour = \"red\"");
        edit(&folder, file, "destinations = [\"MY\"]", "destinations = [\"MY\", \"XX\", \"MY\"]");
        edit(&folder, file, "urgent = true", "urgent = \"yes\"");
        edit(&folder, file, "review_due = \"", "review_due = \"x");
        edit(&folder, file, "\n+++\n\n", "\n+++\n\n# One\n\n<b>two</b>\n\n");
        let told = reasons(&app, &folder, file).join("\n");
        for expected in [
            "title: has ", "at most 120 fit", "topic: `money` is not in the code list rights_topics",
            "colour: is not a member", "destinations: `XX` is not in the code list countries",
            "destinations: holds `MY` twice", "urgent: must be true or false",
            "review_due: must be a date", "headings begin at the second level", "HTML is not allowed",
        ] {
            assert!(told.contains(expected), "{expected}\n{told}");
        }
        app.get("/v1/articles/wages-malaysia").await.assert_status(200);
        assert_eq!(app.get("/v1/articles/wages-malaysia").await.json()["topic"], "wages");
    }

    async fn an_article_needs_english_a_source_and_an_honest_review(app: TestApp) {
        let folder = copy_of_the_data();
        fs::remove_file(folder.path().join("rights/wages-singapore/en.md")).unwrap();
        assert!(reasons(&app, &folder, "wages-singapore/en.md")[0].contains("exists in English"));

        let folder = copy_of_the_data();
        let file = "rights/passport-malaysia/en.md";
        let text = fs::read_to_string(folder.path().join(file)).unwrap();
        let start = text.find("[[legal_basis]]").unwrap();
        let end = text.rfind("\n+++").unwrap();
        let without = format!("{}{}", &text[..start], &text[end + 1..]);
        fs::write(folder.path().join(file), without).unwrap();
        assert!(reasons(&app, &folder, file).join("").contains("needs a source"));

        let status = "translation_status = \"machine\"";
        for (to, expected) in [
            ("translation_status = \"machine\"\nreviewed_by = \"Somebody\"", "reviewed_on: is missing"),
            ("translation_status = \"machine_reviewed\"", "needs reviewed_by and reviewed_on"),
            ("translation_status = \"source\"", "is `source` in en.md and only there"),
            ("translation_status = \"perfect\"", "is not in the code list translation_statuses"),
            ("translation_status = \"machine\"\nreviewed_by = \"S\"\nreviewed_on = \"2026-11-01\"",
                "a reviewed translation is `machine_reviewed`"),
            ("translation_status = \"machine\"\ntopic = \"wages\"", "topic: is not a member"),
        ] {
            let folder = copy_of_the_data();
            edit(&folder, "rights/passport-malaysia/vi.md", status, to);
            let told = reasons(&app, &folder, "passport-malaysia/vi.md").join("\n");
            assert!(told.contains(expected), "{expected}\n{told}");
        }
    }

    async fn files_out_of_place_or_form_are_refused(app: TestApp) {
        let folder = copy_of_the_data();
        let root = folder.path().join("rights");
        fs::write(root.join("stray.md"), "x").unwrap();
        fs::write(root.join("wages-malaysia/tl.md"), "x").unwrap();
        fs::write(root.join("wages-malaysia/th.md"), "no front matter").unwrap();
        fs::write(root.join("wages-malaysia/km.md"), [0xFF, 0xFE]).unwrap();
        fs::write(root.join("wages-malaysia/my.md"), "+++\r\n").unwrap();
        fs::write(root.join("wages-malaysia/lo.md"), "+++\ntitle = \n+++\n\nx\n").unwrap();
        let only = |file: &str| reasons(&app, &folder, file).join("\n");
        assert!(only("stray.md").contains("neither the README nor the folder"));
        assert!(only("tl.md").contains("named by its language"));
        assert!(only("th.md").contains("front matter between two lines"));
        assert!(only("km.md").contains("not UTF-8"));
        assert!(only("my.md").contains("line ends"));
        assert!(only("lo.md").contains("front matter: "));
    }

    async fn contacts_and_numbers_are_read_as_strictly(app: TestApp) {
        let folder = copy_of_the_data();
        let contacts = "contacts/contacts.toml";
        edit(&folder, contacts, "kind = \"embassy\"", "kind = \"palace\"\nfax = \"1\"");
        edit(&folder, contacts, "key = \"ph-consulate-adelaide\"", "key = \"ph-embassy-canberra\"");
        edit(&folder, contacts, "source_url = \"https", "source_url = \"ftp");
        let numbers = "contacts/emergency-numbers.toml";
        edit(&folder, numbers, "number = \"999\"", "number = \"nine\"");
        edit(&folder, numbers, "verified = false\n", "");
        let told = reasons(&app, &folder, contacts).join("\n");
        for expected in ["contacts[1].kind: `palace` is not in the code list contact_kinds",
            "contacts[1].fax: is not a member", "contacts[2].key: `ph-embassy-canberra` is used twice",
            "contacts[1].source_url: must be an address"] {
            assert!(told.contains(expected), "{expected}\n{told}");
        }
        let told = reasons(&app, &folder, numbers).join("\n");
        assert!(told.contains("numbers[1].number: must be as dialled"), "{told}");
        assert!(told.contains("numbers[1].verified: is missing"), "{told}");
    }

    async fn code_lists_are_checked_too(app: TestApp) {
        let folder = copy_of_the_data();
        let file = "code-lists/hazard_codes.toml";
        edit(&folder, file, "parent = \"", "parent = \"no_");
        edit(&folder, "code-lists/urgency.toml", "fil = \"", "si = \"");
        assert!(reasons(&app, &folder, file).join("").contains("is not in the list"));
        assert!(reasons(&app, &folder, "urgency.toml").join("").contains("has no label in `fil`"));
    }
}
