//! A link as a QR code. The image is dark on white in both colour schemes, because readers expect that.

use qrcode::{Color, EcLevel, QrCode};
use std::fmt::Write;

/// The modules of the white border (ISO/IEC 18004).
const BORDER: usize = 4;

/// The image as SVG. Empty if the text is too long for a QR code.
pub(crate) fn svg(text: &str) -> String {
    let Ok(code) = QrCode::with_error_correction_level(text, EcLevel::M) else { return String::new() };
    let (width, mut path) = (code.width(), String::new());
    for (index, color) in code.to_colors().into_iter().enumerate() {
        if color == Color::Dark {
            let (x, y) = (index % width + BORDER, index / width + BORDER);
            // Writing to a String cannot fail.
            _ = write!(path, "M{x} {y}h1v1h-1z");
        }
    }
    let side = width + 2 * BORDER;
    format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {side} {side}\" shape-rendering=\"crispEdges\" \
         role=\"img\" aria-label=\"QR code\"><path fill=\"#fff\" d=\"M0 0h{side}v{side}H0z\"/>\
         <path fill=\"#000\" d=\"{path}\"/></svg>"
    )
}

#[cfg(test)]
mod tests {
    use super::svg;

    #[test]
    fn an_image_has_no_text_of_the_link() {
        let image = svg("otpauth://totp/x:<script>\"'&?secret=ABC");
        assert!(image.starts_with("<svg ") && !image.contains("script"), "{image}");
        assert_eq!(svg(&"x".repeat(5000)), "");
    }
}
