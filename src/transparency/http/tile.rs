//! Tiles of hashes and bundles of entries (C2SP tlog-tiles).

use actix_web::{HttpRequest, HttpResponse, get};
use tlog_tiles::Tile;

use super::{as_it_is, not_found, whole};
use crate::platform::db::Conn;
use crate::platform::http::{Context, PathOf};
use crate::platform::problem::Problem;
use crate::transparency::store;
use crate::transparency::tree::{Hashes, TreeError};

/// Entries, or hashes, of a whole tile (C2SP tlog-tiles).
const TILE_WIDTH: u64 = 256;
/// The height of every tile.
const TILE_HEIGHT: u8 = 8;
/// The highest level of tiles that a log of so many entries as we count can have.
const TOP_LEVEL: u8 = 7;
/// A tile never changes.
const FOR_GOOD: &str = "public, max-age=31536000, immutable";

/// A tile of hashes, or a bundle of entries, for programs that watch logs.
///
/// `level` is a number, or `entries` for the entries themselves, each after its length in two bytes.
/// `tile` is the number of the tile in groups of three digits, `x001/234`, and `.p/` with the width when
/// it is not full. A tile never changes.
#[utoipa::path(tag = "reviews", operation_id = "get_transparency_tile",
    params(("level" = String, Path, description = "0 to 7, or `entries`", max_length = 7),
        ("tile" = String, Path, description = "C2SP tlog-tiles: such as `000` or `000.p/17`", max_length = 40)),
    responses((status = 200, description = "C2SP tlog-tiles", body = Vec<u8>,
        content_type = "application/octet-stream")))]
#[get("/transparency-log/tile/{level}/{tile:.*}")]
pub(super) async fn get_tile(
    path: PathOf<(String, String)>,
    context: Context,
    request: HttpRequest,
) -> Result<HttpResponse, Problem> {
    let tile = read_tile(&path.0.0, &path.0.1).ok_or_else(not_found)?;
    let read = move |conn: &mut Conn| {
        let size = store::head(conn)?.map_or(0, |head| head.size);
        if !is_within(&tile, whole(size)?) {
            return Err(not_found());
        }
        if tile.is_data() {
            return bundle(conn, &tile);
        }
        Ok(Hashes::of(conn).compute(|stored| tile.read_data(stored))?)
    };
    let bytes = context.db().read_snapshot(read).await?;
    Ok(as_it_is(
        &request,
        "application/octet-stream",
        FOR_GOOD,
        bytes,
    ))
}

/// The library panics at widths and levels that no log has, so they are sorted out before.
fn read_tile(level: &str, tile: &str) -> Option<Tile> {
    let level = match level {
        "entries" => "data",
        level => {
            let number: u8 = level.parse().ok()?;
            (number <= TOP_LEVEL).then_some(level)?
        }
    };
    if let Some((_, width)) = tile.split_once(".p/") {
        let width: u64 = width.parse().ok()?;
        (1..TILE_WIDTH).contains(&width).then_some(())?;
    }
    Tile::from_path(&format!("tile/{TILE_HEIGHT}/{level}/{tile}")).ok()
}

/// Whether all that a tile holds is in a tree of this size.
fn is_within(tile: &Tile, size: u64) -> bool {
    let last = u128::from(tile.level_index()) * u128::from(TILE_WIDTH) + u128::from(tile.width());
    last << (u32::from(TILE_HEIGHT) * u32::from(tile.level())) <= u128::from(size)
}

/// The entries of a tile, each after its length in two bytes.
fn bundle(conn: &mut Conn, tile: &Tile) -> Result<Vec<u8>, Problem> {
    let first = tile.level_index().saturating_mul(TILE_WIDTH);
    let first = i64::try_from(first).map_err(|_| not_found())?;
    let mut bytes = Vec::new();
    for row in store::entries(conn, first, i64::from(tile.width()))? {
        let length = u16::try_from(row.leaf.len());
        let length = length.map_err(|_| TreeError::Damaged("an entry is too long".to_owned()))?;
        bytes.extend(length.to_be_bytes());
        bytes.extend(row.leaf.as_bytes());
    }
    Ok(bytes)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_tiles_that_a_log_can_have_are_read() {
        for (level, tile) in [("0", "000"), ("entries", "x001/234"), ("7", "000.p/255")] {
            assert!(read_tile(level, tile).is_some(), "{level} {tile}");
        }
        for (level, tile) in [
            ("8", "000"),
            ("64", "000"),
            ("data", "000"),
            ("0", "0"),
            ("0", "000.p/0"),
            ("0", "000.p/256"),
            ("0", "000.p/1/.p/0"),
            ("0", "x018/x446/x744/x073/x709/x551/616"),
            ("0", ""),
            ("0", "../000"),
        ] {
            let read = read_tile(level, tile);
            assert!(
                read.is_none_or(|tile| !is_within(&tile, 1 << 62)),
                "{level} {tile}"
            );
        }
    }

    #[test]
    fn a_tile_is_served_when_all_of_it_is_in_the_tree() {
        let tile = |level, tile| read_tile(level, tile).unwrap();
        assert!(is_within(&tile("0", "000.p/3"), 3));
        assert!(!is_within(&tile("0", "000.p/4"), 3));
        assert!(!is_within(&tile("0", "000"), 255));
        assert!(is_within(&tile("0", "000"), 256));
        assert!(is_within(&tile("1", "000.p/1"), 256));
        assert!(!is_within(&tile("1", "000.p/1"), 255));
    }
}
