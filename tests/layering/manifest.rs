//! `public/manifest.webmanifest` says which icons there are. Phones show no app whose icon is missing or has another size.

use serde_json::Value;
use std::fs;
use std::path::Path;

/// Icons of the manifest that are not there, or are not what it says.
pub(crate) fn faults(public: &Path, manifest: &Value) -> Vec<String> {
    let icons = manifest["icons"].as_array().map(Vec::as_slice).unwrap_or_default();
    let mut faults: Vec<String> = icons.iter().filter_map(|icon| fault(public, icon)).collect();
    for (sizes, purpose) in [("192x192", "any"), ("512x512", "any"), ("512x512", "maskable")] {
        if !icons.iter().any(|icon| icon["sizes"] == sizes && icon["purpose"] == purpose) {
            faults.push(format!("no icon of {sizes} is {purpose}"));
        }
    }
    faults
}

fn fault(public: &Path, icon: &Value) -> Option<String> {
    let name = icon["src"].as_str()?.trim_start_matches('/');
    let Ok(content) = fs::read(public.join(name)) else { return Some(format!("{name} is missing")) };
    let is_right = match icon["type"].as_str() {
        Some("image/svg+xml") => content.starts_with(b"<svg") && icon["sizes"] == "any",
        Some("image/png") => size(&content).is_some_and(|size| icon["sizes"] == size),
        _ => false,
    };
    (!is_right).then(|| format!("{name} is not what the manifest says"))
}

/// The size of a PNG file, as a manifest writes it.
fn size(content: &[u8]) -> Option<String> {
    let number = |at: usize| Some(u32::from_be_bytes(content.get(at..at + 4)?.try_into().ok()?));
    let (width, height) = (number(16)?, number(20)?);
    content.starts_with(b"\x89PNG\r\n\x1a\n").then(|| format!("{width}x{height}"))
}
