//! What is out of the ordinary about an element, noted while it is read.
//!
//! Nearly every element is as it should be. A rule says what has to be odd for it to have anything to say, so
//! that an ordinary element costs no rule's time. What is noted may be more than there is, never less: a
//! property test holds the findings to those of asking every rule.

/// What may be out of the ordinary; what is not in it certainly is not.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Odd(u32);

impl Odd {
    /// Everything.
    pub(super) const ALL: Self = Self(u32::MAX);

    /// The node is no object.
    pub(super) const MALFORMED: Self = Self(1);
    /// The node's id is missing, or no plain one.
    pub(super) const ID: Self = Self(1 << 1);
    /// Other nodes have the id too.
    pub(super) const TAKEN: Self = Self(1 << 2);
    /// The node's type is missing.
    pub(super) const TYPE: Self = Self(1 << 3);
    /// The node's type looks like that of an email node, and is another.
    pub(super) const NEARLY_EMAIL: Self = Self(1 << 4);
    /// The email node is not reached, or nothing leads on from it.
    pub(super) const WAY: Self = Self(1 << 5);

    /// A key of the node, of its properties or of an attachment stands twice.
    pub(super) const KEYS: Self = Self(1 << 6);
    /// The properties are no object.
    pub(super) const PROPERTIES: Self = Self(1 << 7);
    /// The template's id is missing, or no plain one.
    pub(super) const TEMPLATE_ID: Self = Self(1 << 8);
    /// Something is known about the template.
    pub(super) const TEMPLATE: Self = Self(1 << 9);
    /// The variables are no object.
    pub(super) const VARIABLES: Self = Self(1 << 10);
    /// A variable's name is none that a placeholder can have.
    pub(super) const NAMES: Self = Self(1 << 11);
    /// A variable's name stands twice.
    pub(super) const REPEATED_NAMES: Self = Self(1 << 12);
    /// A variable has no plain scope path.
    pub(super) const PATHS: Self = Self(1 << 13);
    /// Scope paths are known.
    pub(super) const KNOWN_PATHS: Self = Self(1 << 14);
    /// The attachments are no array of objects.
    pub(super) const ATTACHMENTS: Self = Self(1 << 15);
    /// A file's id is missing, or no plain one.
    pub(super) const FILE_IDS: Self = Self(1 << 16);
    /// A file is attached twice.
    pub(super) const REPEATED_FILES: Self = Self(1 << 17);
    /// A file's name is missing, or no plain one with an extension.
    pub(super) const FILE_NAMES: Self = Self(1 << 18);
    /// Something is known about a file.
    pub(super) const FILES: Self = Self(1 << 19);
    /// The delivery mode is none that the tenant knows.
    pub(super) const MODE: Self = Self(1 << 20);
    /// A flag is neither true nor false.
    pub(super) const FLAGS: Self = Self(1 << 21);

    /// Notes something where it is so.
    pub(super) fn note(&mut self, what: Self, is_so: bool) {
        if is_so {
            self.0 |= what.0;
        }
    }

    /// Whether any of this was noted.
    pub(super) fn has(self, what: Self) -> bool {
        self.0 & what.0 != 0
    }

    /// This and that.
    pub(super) fn and(self, other: Self) -> Self {
        Self(self.0 | other.0)
    }
}
