//! What is published, as files that an import reads: the way of editors who work in git.

use std::fmt::Write as _;
use std::path::{Path, PathBuf};

use super::model::{Article, ArticleText, LegalBasis, Licence};
use super::store::StoreError;
use super::versions::store;
use crate::platform::db::{Conn, Db};
use crate::platform::language::Language;

/// Why nothing more was exported.
#[derive(Debug, thiserror::Error)]
pub enum ExportError {
    /// What is published cannot be read.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// A file cannot be written.
    #[error("cannot write `{path}`: {error}")]
    File {
        /// The file or folder.
        path: PathBuf,
        /// The system's answer.
        error: std::io::Error,
    },
}

/// What was exported.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Exported {
    /// Files that were written, or were there as they are.
    pub files: usize,
    /// What else lies in the folder and is not published; it was left.
    pub others: Vec<PathBuf>,
}

/// Writes every published article as `<slug>/<language>.md` below a folder. The same content gives the same bytes.
pub fn export(db: &Db, folder: &Path) -> Result<Exported, ExportError> {
    let files = db.read_blocking(render_all)?;
    let mut written = Vec::new();
    for (name, content) in files {
        let path = folder.join(&name);
        let broken = |path: &Path, error| ExportError::File {
            path: path.to_owned(),
            error,
        };
        if let Some(parent) = path.parent() {
            std::fs::create_dir_all(parent).map_err(|error| broken(parent, error))?;
        }
        std::fs::write(&path, content).map_err(|error| broken(&path, error))?;
        written.push(path);
    }
    Ok(Exported {
        files: written.len(),
        others: others(folder, &written),
    })
}

/// Files of articles in the folder that were not written.
fn others(folder: &Path, written: &[PathBuf]) -> Vec<PathBuf> {
    let list = |folder: &Path| -> Vec<PathBuf> {
        let entries = std::fs::read_dir(folder).into_iter().flatten().flatten();
        entries.map(|entry| entry.path()).collect()
    };
    let inner = list(folder).into_iter().filter(|path| path.is_dir());
    let files = inner.flat_map(|folder| list(&folder));
    let mut others: Vec<PathBuf> = files.filter(|path| !written.contains(path)).collect();
    others.sort();
    others
}

fn render_all(conn: &mut Conn) -> Result<Vec<(PathBuf, String)>, StoreError> {
    let mut files = Vec::new();
    for row in store::list_published(conn)? {
        let article = row.article()?;
        for one in store::list_texts(conn, &row.slug, row.version)? {
            let name = format!("{}/{}.md", row.slug, one.text.language);
            files.push((PathBuf::from(name), render(&article, &one.text)));
        }
    }
    Ok(files)
}

/// A file: its members in the order of the README, then the text.
fn render(article: &Article, text: &ArticleText) -> String {
    let is_source = text.language == Language::english();
    let mut front = String::new();
    line(&mut front, "title", &quoted(&text.title));
    line(&mut front, "summary", &quoted(&text.summary));
    if is_source {
        members(&mut front, article);
    }
    let status = quoted(text.translation_status.as_str());
    line(&mut front, "translation_status", &status);
    if let Some(by) = &text.published_by {
        line(&mut front, "published_by", &quoted(by));
    }
    if let Some(review) = &text.review {
        line(&mut front, "reviewed_by", &quoted(&review.by));
        line(&mut front, "reviewed_on", &quoted(&review.on.to_string()));
    }
    if is_source {
        let due = quoted(&article.review_due.to_string());
        line(&mut front, "review_due", &due);
        tables(&mut front, article);
    }
    format!("+++\n{front}+++\n\n{}\n", text.body)
}

fn members(front: &mut String, article: &Article) {
    line(front, "topic", &quoted(&article.topic));
    line(front, "stages", &list(&article.stages));
    line(front, "jurisdiction", &quoted(&article.jurisdiction));
    for (name, codes) in [
        ("origins", &article.origins),
        ("destinations", &article.destinations),
        ("sectors", &article.sectors),
        ("sexes", &article.sexes),
        ("permit_types", &article.permit_types),
    ] {
        line(front, name, &list(codes));
    }
    line(
        front,
        "urgent",
        if article.urgent { "true" } else { "false" },
    );
    for (name, date) in [
        ("effective_from", article.effective_from),
        ("effective_to", article.effective_to),
    ] {
        if let Some(date) = date {
            line(front, name, &quoted(&date.to_string()));
        }
    }
}

fn tables(front: &mut String, article: &Article) {
    for basis in &article.legal_basis {
        let LegalBasis {
            instrument,
            article,
            url,
            quote,
        } = basis;
        front.push_str("\n[[legal_basis]]\n");
        line(front, "instrument", &quoted(instrument));
        if let Some(article) = article {
            line(front, "article", &quoted(article));
        }
        line(front, "url", &quoted(url));
        if let Some(quote) = quote {
            line(front, "quote", &quoted(quote));
        }
    }
    if article.licence != Licence::own() {
        front.push_str("\n[licence]\n");
        line(front, "name", &quoted(&article.licence.name));
        line(front, "url", &quoted(&article.licence.url));
    }
}

fn line(front: &mut String, name: &str, value: &str) {
    // Writing to a text cannot fail.
    let _ = writeln!(front, "{name} = {value}");
}

fn list(codes: &[String]) -> String {
    let codes: Vec<String> = codes.iter().map(|code| quoted(code)).collect();
    format!("[{}]", codes.join(", "))
}

/// A TOML string; members are single lines without control characters.
fn quoted(text: &str) -> String {
    format!("\"{}\"", text.replace('\\', "\\\\").replace('"', "\\\""))
}

#[cfg(test)]
mod tests {
    use super::quoted;

    #[test]
    fn what_is_quoted_is_read_as_it_was() {
        for text in ["plain", "says \"no\"", "a \\ b", "ค่าจ้าง", "\\\""] {
            let table: toml::Table = format!("a = {}", quoted(text)).parse().unwrap();
            assert_eq!(table["a"].as_str(), Some(text));
        }
    }
}
