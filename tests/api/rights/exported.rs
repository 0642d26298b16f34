//! `tulay export rights` writes what `tulay import rights` reads.

use std::fs;
use std::path::Path;

use serde_json::json;
use tulay::reference::{Origin, import_rights_over};
use tulay::rights::{TakeOver, export};

use super::import::{copy_of_the_data, edit, import, of};
use super::versions::{editor, publish, tag, text, write};
use crate::harness::TestApp;
use crate::on_both;

const WAGES: &str = "/v1/staff/articles/wages-malaysia/versions";

/// Has an editor change the English title, and a second person publish it.
async fn edited(app: &TestApp) {
    let by = editor(app).await;
    let begun = by.post(WAGES, &json!({})).await;
    let at = begun.header("location").unwrap().to_owned();
    let english = text("Of an editor \"here\" \\ now", "Pay is due.", "source");
    let written = write(&by, &at, &tag(&begun), "en", &english).await;
    written.assert_status(200);
    publish(app, &by, &at, &tag(&written)).await;
}

async fn title(app: &TestApp) -> String {
    let article = app.get("/v1/articles/wages-malaysia?lang=en").await.json();
    article["title"].as_str().unwrap().to_owned()
}

on_both! {
    async fn the_files_that_come_with_the_program_come_out_byte_for_byte(app: TestApp) {
        let data = Path::new(env!("CARGO_MANIFEST_DIR")).join("data/rights");
        let folder = tempfile::tempdir().unwrap();
        let exported = export(&app.shared.services.db, folder.path()).unwrap();
        let mut files = 0;
        for article in fs::read_dir(&data).unwrap() {
            let article = article.unwrap().path();
            if !article.is_dir() {
                continue;
            }
            for file in fs::read_dir(&article).unwrap() {
                let file = file.unwrap().path();
                let name = file.strip_prefix(&data).unwrap();
                let written = fs::read_to_string(folder.path().join(name)).unwrap();
                assert_eq!(written, fs::read_to_string(&file).unwrap(), "{}", name.display());
                files += 1;
            }
        }
        assert_eq!((exported.files, exported.others.len()), (files, 0));
    }

    async fn what_editors_wrote_comes_out_and_goes_in_as_it_was(app: TestApp) {
        edited(&app).await;
        let folder = copy_of_the_data();
        let rights = folder.path().join("rights");
        fs::write(rights.join("wages-malaysia/tl.txt"), "x").unwrap();
        let exported = export(&app.shared.services.db, &rights).unwrap();
        assert_eq!(exported.others, [rights.join("wages-malaysia/tl.txt")]);
        fs::remove_file(rights.join("wages-malaysia/tl.txt")).unwrap();
        let changes = import(&app, &folder).unwrap();
        let articles = of(&changes, "articles");
        assert_eq!((articles.changed.len(), articles.kept.len()), (0, 0), "{articles}");
        assert_eq!(title(&app).await, "Of an editor \"here\" \\ now");
    }

    async fn files_never_overwrite_what_editors_published_unless_told_to(app: TestApp) {
        edited(&app).await;
        let folder = copy_of_the_data();
        edit(&folder, "rights/wages-malaysia/vi.md", "title = \"", "title = \"Mới: ");
        edit(&folder, "rights/wages-singapore/vi.md", "title = \"", "title = \"Mới: ");
        let changes = import(&app, &folder).unwrap();
        let articles = of(&changes, "articles");
        assert_eq!((&articles.kept, &articles.changed), (&vec!["wages-malaysia".to_owned()], &vec!["wages-singapore".to_owned()]));
        assert!(articles.to_string().ends_with("1 left as editors have them"));
        assert!(title(&app).await.starts_with("Of an editor"));
        fs::remove_dir_all(folder.path().join("rights/wages-malaysia")).unwrap();
        let changes = import(&app, &folder).unwrap();
        assert_eq!(of(&changes, "articles").removed.len(), 0);
        let folder = copy_of_the_data();
        let services = &app.shared.services;
        let taken = import_rights_over(&services.db, folder.path(), Origin::Shipped, TakeOver::Yes, services.clock.now());
        assert_eq!(of(&taken.unwrap(), "articles").changed, ["wages-malaysia", "wages-singapore"]);
        services.public.forget();
        assert!(!title(&app).await.starts_with("Of an editor"));
        let by = editor(&app).await;
        let versions = by.get(WAGES).await.json();
        let origins: Vec<&str> = versions["items"].as_array().unwrap().iter()
            .map(|version| version["origin"].as_str().unwrap()).collect();
        assert_eq!(origins, ["import", "service", "import"]);
    }
}
