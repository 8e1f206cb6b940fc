//! Makes JavaScript and WebAssembly for browsers from the compiled client:
//!
//! ```text
//! wasm-bindgen [--target=web] --out-name=NAME --out-dir=DIRECTORY CLIENT.wasm
//! ```
//!
//! The arguments are those that cargo-leptos gives to wasm-bindgen's own command.

use std::{env, io, process::ExitCode};

fn main() -> ExitCode {
    match run() {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("wasm-bindgen: {error:?}");
            ExitCode::FAILURE
        }
    }
}

fn run() -> Result<(), Box<dyn std::error::Error>> {
    let (mut name, mut directory, mut input) = (None, None, None);
    for argument in env::args().skip(1) {
        match argument.split_once('=') {
            Some(("--out-name", value)) => name = Some(value.to_owned()),
            Some(("--out-dir", value)) => directory = Some(value.to_owned()),
            Some(("--target", "web")) => {}
            None if !argument.starts_with('-') => input = Some(argument),
            _ => return Err(io::Error::other(format!("unknown argument {argument}")).into()),
        }
    }
    let missing = || io::Error::other("--out-name=, --out-dir= and a file are needed");
    let mut bindgen = wasm_bindgen_cli_support::Bindgen::new();
    bindgen
        .web(true)?
        .typescript(false)
        .out_name(&name.ok_or_else(missing)?)
        .input_path(input.ok_or_else(missing)?)
        .generate(directory.ok_or_else(missing)?)?;
    Ok(())
}
