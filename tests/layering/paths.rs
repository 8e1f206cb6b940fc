//! The paths of this crate that a source file uses, in full.

use proc_macro2::{TokenStream, TokenTree};
use std::fmt;
use std::path::Path;
use syn::visit::{self, Visit};
use syn::{Attribute, Item, ItemMod, ItemUse, Macro, UseTree};

/// A module, or an item in one, by its path from the root of the crate.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Module {
    pub(crate) path: Vec<String>,
}

impl Module {
    /// The module that a file below `src` holds.
    pub(crate) fn of_file(file: &Path) -> Self {
        Self {
            path: file.with_extension("").iter().map(|part| part.to_string_lossy().into_owned()).collect(),
        }
    }

    /// What a path in this module refers to. `None` if it leads out of the crate.
    fn resolve(&self, path: &[String]) -> Option<Self> {
        let (first, rest) = path.split_first()?;
        let mut whole = match first.as_str() {
            "crate" | "docket" => Vec::new(),
            "self" => self.path.clone(),
            "super" => self.path.split_last()?.1.to_vec(),
            _ => return None,
        };
        for part in rest {
            match part.as_str() {
                "super" => drop(whole.pop()),
                "self" => {}
                _ => whole.push(part.clone()),
            }
        }
        (!whole.is_empty()).then_some(Self { path: whole })
    }
}

impl fmt::Display for Module {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.path.join("::"))
    }
}

/// Everything that the file of `module` uses, except in its test modules.
pub(crate) fn used(module: &Module, text: &str) -> Vec<Module> {
    let file = syn::parse_file(text).unwrap();
    let mut reader = Reader { module: module.clone(), used: Vec::new() };
    reader.visit_file(&file);
    reader.used.sort();
    reader.used.dedup();
    reader.used
}

struct Reader {
    module: Module,
    used: Vec<Module>,
}

impl Reader {
    fn add(&mut self, path: &[String]) {
        self.used.extend(self.module.resolve(path));
    }

    fn add_tree(&mut self, before: &mut Vec<String>, tree: &UseTree) {
        match tree {
            UseTree::Path(path) => {
                before.push(path.ident.to_string());
                self.add_tree(before, &path.tree);
                before.pop();
            }
            UseTree::Name(name) => self.add(&[&before[..], &[name.ident.to_string()]].concat()),
            UseTree::Rename(rename) => self.add(&[&before[..], &[rename.ident.to_string()]].concat()),
            UseTree::Glob(_) => self.add(before),
            UseTree::Group(group) => group.items.iter().for_each(|tree| self.add_tree(before, tree)),
        }
    }

    /// A macro holds only tokens. A path in them is a name, two colons and another name.
    fn add_tokens(&mut self, tokens: TokenStream) {
        let mut path = Vec::<String>::new();
        let mut colons = 0;
        for token in tokens {
            match token {
                TokenTree::Ident(name) if colons == 2 && !path.is_empty() => {
                    path.push(name.to_string());
                    colons = 0;
                }
                TokenTree::Punct(mark) if mark.as_char() == ':' => colons += 1,
                other => {
                    self.add(&std::mem::take(&mut path));
                    colons = 0;
                    match other {
                        TokenTree::Ident(name) => path.push(name.to_string()),
                        TokenTree::Group(group) => {
                            self.add_tokens(group.stream());
                        }
                        _ => {}
                    }
                }
            }
        }
        self.add(&path);
    }
}

impl<'ast> Visit<'ast> for Reader {
    fn visit_item(&mut self, item: &'ast Item) {
        let attributes: &[Attribute] = match item {
            Item::Mod(item) => &item.attrs,
            Item::Use(item) => &item.attrs,
            Item::Fn(item) => &item.attrs,
            Item::ExternCrate(item) => &item.attrs,
            _ => &[],
        };
        if !attributes.iter().any(is_for_tests) {
            visit::visit_item(self, item);
        }
    }

    fn visit_item_mod(&mut self, item: &'ast ItemMod) {
        self.module.path.push(item.ident.to_string());
        visit::visit_item_mod(self, item);
        self.module.path.pop();
    }

    fn visit_item_use(&mut self, item: &'ast ItemUse) {
        if item.leading_colon.is_none() {
            self.add_tree(&mut Vec::new(), &item.tree);
        }
    }

    fn visit_path(&mut self, path: &'ast syn::Path) {
        if path.leading_colon.is_none() {
            let names: Vec<_> = path.segments.iter().map(|segment| segment.ident.to_string()).collect();
            self.add(&names);
        }
        visit::visit_path(self, path);
    }

    fn visit_macro(&mut self, item: &'ast Macro) {
        self.add_tokens(item.tokens.clone());
        visit::visit_macro(self, item);
    }
}

fn is_for_tests(attribute: &Attribute) -> bool {
    attribute.path().is_ident("cfg")
        && attribute.parse_args::<syn::Path>().is_ok_and(|condition| condition.is_ident("test"))
}
