//! `Picture`: bars, lines, a band, marks and arrows over time, as SVG.
//!
//! Not here: the desk's charts; those are drawn in the browser.

use crate::exit::{Failure, MACHINE};
use facts::{Date, Label};
use plotters::prelude::*;
use std::path::Path;

const SIZE: (u32, u32) = (960, 420);
const BAR: RGBColor = RGBColor(176, 196, 222);
const BAND: RGBColor = RGBColor(200, 60, 40);
const LINES: [RGBColor; 3] = [RGBColor(200, 60, 40), RGBColor(40, 90, 160), RGBColor(60, 130, 60)];

/// What is drawn; the x axis is the index of the values.
#[derive(Default)]
pub struct Picture {
    /// Above everything.
    pub title: String,
    /// Labels of the x axis: dates, or the index itself.
    pub dates: Option<Vec<Date>>,
    /// Bars.
    pub bars: Vec<Option<f64>>,
    /// Lines, each with its name.
    pub lines: Vec<(String, Vec<Option<f64>>)>,
    /// A band from below to above.
    pub band: Vec<Option<(f64, f64)>>,
    /// Dots.
    pub marks: Vec<(f64, f64)>,
    /// Lines from point to point.
    pub links: Vec<[(f64, f64); 2]>,
}

impl Picture {
    /// Writes it to a file.
    pub fn save(&self, path: &Path) -> Result<(), Failure> {
        let mut text = String::new();
        self.draw(&mut text).map_err(|problem| {
            Failure::new(
                MACHINE,
                Label::new(format!("无法作图：{problem}"), format!("cannot draw: {problem}")),
                Label::new("请去掉 --plot 再试", "try without --plot"),
            )
        })?;
        std::fs::write(path, text).map_err(|problem| Failure::file(path, &problem))
    }

    /// The width and height that hold everything.
    fn extent(&self) -> (f64, f64) {
        let longest = self.lines.iter().map(|(_, values)| values.len()).max().unwrap_or(0);
        let points = self.marks.iter().chain(self.links.iter().flatten());
        let width = points
            .clone()
            .map(|p| p.0)
            .fold(self.bars.len().max(self.band.len()).max(longest) as f64, f64::max);
        let bars = self.bars.iter().flatten().copied();
        let lines = self.lines.iter().flat_map(|(_, values)| values.iter().flatten().copied());
        let band = self.band.iter().flatten().map(|(_, above)| *above);
        let heights = bars.chain(lines).chain(band).chain(points.map(|p| p.1));
        let height = heights.filter(|h| h.is_finite()).fold(1.0, f64::max);
        (width.max(1.0), 1.05 * height)
    }

    fn draw(&self, text: &mut String) -> Result<(), Box<dyn std::error::Error>> {
        let root = SVGBackend::with_string(text, SIZE).into_drawing_area();
        root.fill(&WHITE)?;
        let (width, height) = self.extent();
        let mut chart = ChartBuilder::on(&root)
            .caption(&self.title, ("sans-serif", 18))
            .margin(12)
            .x_label_area_size(32)
            .y_label_area_size(56)
            .build_cartesian_2d(-0.5..width + 0.5, 0.0..height)?;
        let label = |x: &f64| match &self.dates {
            Some(dates) if *x >= 0.0 => dates.get(*x as usize).map(Date::to_string).unwrap_or_default(),
            _ => format!("{x:.0}"),
        };
        chart
            .configure_mesh()
            .disable_x_mesh()
            .x_labels(8)
            .max_light_lines(1)
            .x_label_formatter(&label)
            .draw()?;
        let bars = self.bars.iter().enumerate().filter_map(|(x, bar)| bar.map(|bar| (x as f64, bar)));
        chart.draw_series(
            bars.map(|(x, bar)| Rectangle::new([(x - 0.4, 0.0), (x + 0.4, bar)], BAR.filled())),
        )?;
        let band: Vec<(f64, (f64, f64))> =
            self.band.iter().enumerate().filter_map(|(x, ends)| ends.map(|ends| (x as f64, ends))).collect();
        if !band.is_empty() {
            let above = band.iter().map(|(x, (_, above))| (*x, *above));
            let below = band.iter().rev().map(|(x, (below, _))| (*x, *below));
            let outline: Vec<(f64, f64)> = above.chain(below).collect();
            chart.draw_series(std::iter::once(Polygon::new(outline, BAND.mix(0.15).filled())))?;
        }
        for (number, (name, values)) in self.lines.iter().enumerate() {
            let color = LINES[number % LINES.len()];
            for stretch in stretches(values) {
                chart.draw_series(LineSeries::new(stretch, color.stroke_width(2)))?;
            }
            let place = (width * 0.02, height * (0.97 - 0.06 * number as f64));
            chart.draw_series(std::iter::once(Text::new(
                name.clone(),
                place,
                ("sans-serif", 13).into_font().color(&color),
            )))?;
        }
        let links = self.links.iter().map(|ends| PathElement::new(ends.to_vec(), LINES[1].mix(0.5)));
        chart.draw_series(links)?;
        chart.draw_series(self.marks.iter().map(|mark| Circle::new(*mark, 4, LINES[0].filled())))?;
        root.present()?;
        Ok(())
    }
}

/// The parts of a line without gaps.
fn stretches(values: &[Option<f64>]) -> Vec<Vec<(f64, f64)>> {
    let mut parts = vec![Vec::new()];
    for (x, value) in values.iter().enumerate() {
        match (value.filter(|v| v.is_finite()), parts.last_mut()) {
            (Some(value), Some(part)) => part.push((x as f64, value)),
            _ => parts.push(Vec::new()),
        }
    }
    parts.retain(|part| !part.is_empty());
    parts
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_picture_is_svg_with_its_bars_and_lines() {
        let picture = Picture {
            title: "再生数".into(),
            bars: vec![Some(3.0), None, Some(5.0)],
            lines: vec![("R".into(), vec![Some(1.0), None, Some(2.0)])],
            band: vec![Some((0.5, 1.5)), None, Some((1.0, 3.0))],
            marks: vec![(2.0, 5.0)],
            links: vec![[(0.0, 1.0), (2.0, 2.0)]],
            ..Picture::default()
        };
        let mut text = String::new();
        picture.draw(&mut text).expect("a picture");
        assert!(text.starts_with("<svg") && text.contains("再生数") && text.contains("<polygon"));
        assert_eq!(stretches(&picture.lines[0].1).len(), 2);
    }
}
