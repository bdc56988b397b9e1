//! The part of the picture that is seen.

use super::layouter::Point;

/// Furthest away: the picture of a very large workflow fits.
const FARTHEST: f64 = 0.002;
/// Closest.
const CLOSEST: f64 = 2.0;
/// Room around a picture that fits, in px.
const ROOM: f64 = 24.0;

/// The part of the picture that is seen: its upper left corner, and how large it is drawn.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct View {
    /// The left edge, in the picture's units.
    pub x: f64,
    /// The upper edge.
    pub y: f64,
    /// px per unit.
    pub scale: f64,
}

/// A part of the picture, or the frame that it is seen in.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Area {
    /// The left edge.
    pub left: f64,
    /// The upper edge.
    pub top: f64,
    /// The right edge.
    pub right: f64,
    /// The lower edge.
    pub bottom: f64,
}

impl Area {
    /// How wide it is.
    #[must_use]
    pub fn width(self) -> f64 {
        self.right - self.left
    }

    /// How tall it is.
    #[must_use]
    pub fn height(self) -> f64 {
        self.bottom - self.top
    }

    /// Whether it has anything in common with another.
    #[must_use]
    pub fn meets(self, other: Self) -> bool {
        self.left <= other.right && other.left <= self.right && self.top <= other.bottom && other.top <= self.bottom
    }
}

impl View {
    /// All of a picture, or as much of its beginning as can be read.
    #[must_use]
    pub fn begin(picture: Area, first: Point, frame: (f64, f64)) -> Self {
        let whole = Self::fit(picture, frame);
        if whole.scale >= 0.5 {
            return whole;
        }
        let scale = 0.8;
        Self { x: first.0 - frame.0 / scale / 2.0, y: picture.top - ROOM / scale, scale }
    }

    /// All of a picture.
    #[must_use]
    pub fn fit(picture: Area, frame: (f64, f64)) -> Self {
        let room = |length: f64| (length - 2.0 * ROOM).max(1.0);
        let scale = (room(frame.0) / picture.width().max(1.0)).min(room(frame.1) / picture.height().max(1.0));
        let scale = scale.clamp(FARTHEST, 1.0);
        let middle = ((picture.left + picture.right) / 2.0, (picture.top + picture.bottom) / 2.0);
        Self { x: 0.0, y: 0.0, scale }.around(middle, frame)
    }

    /// The same size with `point` in the middle.
    #[must_use]
    pub fn around(self, point: Point, frame: (f64, f64)) -> Self {
        Self { x: point.0 - frame.0 / self.scale / 2.0, y: point.1 - frame.1 / self.scale / 2.0, ..self }
    }

    /// Moved by some px.
    #[must_use]
    pub fn pan(self, right: f64, down: f64) -> Self {
        Self { x: self.x + right / self.scale, y: self.y + down / self.scale, ..self }
    }

    /// Drawn larger by a factor; what is at a place of the frame (px) stays there.
    #[must_use]
    pub fn zoom(self, factor: f64, at: Point) -> Self {
        let scale = (self.scale * factor).clamp(FARTHEST, CLOSEST);
        Self { x: self.x + at.0 / self.scale - at.0 / scale, y: self.y + at.1 / self.scale - at.1 / scale, scale }
    }

    /// What of the picture is seen.
    #[must_use]
    pub fn area(self, frame: (f64, f64)) -> Area {
        Area { left: self.x, top: self.y, right: self.x + frame.0 / self.scale, bottom: self.y + frame.1 / self.scale }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const FRAME: (f64, f64) = (400.0, 300.0);

    #[test]
    fn a_small_picture_fits_and_a_large_one_begins_at_its_top() {
        let small = Area { left: 0.0, top: 0.0, right: 200.0, bottom: 400.0 };
        let view = View::begin(small, (100.0, 0.0), FRAME);
        let seen = view.area(FRAME);
        assert!(seen.left <= 0.0 && seen.right >= 200.0 && seen.top <= 0.0 && seen.bottom >= 400.0, "{seen:?}");
        let large = Area { bottom: 90_000.0, ..small };
        let view = View::begin(large, (100.0, 0.0), FRAME);
        assert!(view.scale > 0.5 && view.area(FRAME).top <= 0.0);
        assert!(View::fit(large, FRAME).area(FRAME).bottom >= 90_000.0);
    }

    #[test]
    fn zooming_leaves_what_is_pointed_at_where_it_is() {
        let view = View { x: 10.0, y: 20.0, scale: 1.0 };
        let closer = view.zoom(1.5, (100.0, 50.0));
        let at = |view: View| (view.x + 100.0 / view.scale, view.y + 50.0 / view.scale);
        assert!((at(view).0 - at(closer).0).abs() < 1e-9 && (at(view).1 - at(closer).1).abs() < 1e-9);
        assert!((view.zoom(1e9, (0.0, 0.0)).scale - CLOSEST).abs() < 1e-9);
    }
}
