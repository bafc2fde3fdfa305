using System.Globalization;
using System.Net;
using System.Text;

namespace OrleansSocial.Benchmarks.Reporting;

/// <summary>A plot of lines over two logarithmic axes, as SVG that reads on light and dark pages.</summary>
/// <param name="title">Above it.</param>
/// <param name="xTitle">Below the horizontal axis.</param>
internal sealed class SvgPlot(string title, string xTitle)
{
    private const int Width = 640;
    private const int Height = 380;
    private const int Left = 76;
    private const int Right = 20;
    private const int Top = 40;
    private const int Bottom = 92;
    private static readonly string[] _colors = ["#1f77b4", "#d62728", "#2ca02c", "#9467bd", "#8c564b", "#e377c2"];

    private readonly List<(string Name, IReadOnlyList<(double X, double Y)> Points)> _lines = [];

    /// <summary>Adds a line; every value must be over 0.</summary>
    public void Add(string name, IEnumerable<(double X, double Y)> points) => _lines.Add((name, [.. points]));

    /// <summary>Writes the plot.</summary>
    public string Write()
    {
        var (xLow, xHigh) = Decades(_lines.SelectMany(l => l.Points).Select(p => p.X));
        var (yLow, yHigh) = Decades(_lines.SelectMany(l => l.Points).Select(p => p.Y));
        var svg = new StringBuilder();
        svg.Append(CultureInfo.InvariantCulture, $"<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {Width} {Height}\" font-family=\"sans-serif\" font-size=\"12\">\n");
        svg.Append(CultureInfo.InvariantCulture, $"<rect width=\"{Width}\" height=\"{Height}\" fill=\"#ffffff\"/>\n");
        Text(svg, Width / 2.0, 22, "middle", title);
        for (var decade = xLow; decade <= xHigh; decade++)
        {
            var x = X(Math.Pow(10, decade));
            Line(svg, x, Top, x, Height - Bottom);
            Text(svg, x, Height - Bottom + 18, "middle", Label(decade));
        }

        for (var decade = yLow; decade <= yHigh; decade++)
        {
            var y = Y(Math.Pow(10, decade));
            Line(svg, Left, y, Width - Right, y);
            Text(svg, Left - 8, y + 4, "end", Label(decade));
        }

        Text(svg, (Left + Width - Right) / 2.0, Height - Bottom + 36, "middle", xTitle);
        for (var i = 0; i < _lines.Count; i++)
        {
            var (name, points) = _lines[i];
            var color = _colors[i % _colors.Length];
            var path = string.Join(' ', points.Select(p => string.Create(CultureInfo.InvariantCulture, $"{X(p.X):F1},{Y(p.Y):F1}")));
            svg.Append(CultureInfo.InvariantCulture, $"<polyline points=\"{path}\" fill=\"none\" stroke=\"{color}\" stroke-width=\"2\"/>\n");
            foreach (var (px, py) in points)
            {
                svg.Append(CultureInfo.InvariantCulture, $"<circle cx=\"{X(px):F1}\" cy=\"{Y(py):F1}\" r=\"3\" fill=\"{color}\"/>\n");
            }

            var (column, row) = (i % 2, i / 2);
            var (legendX, legendY) = (Left + (column * 280), Height - 38 + (row * 16));
            svg.Append(CultureInfo.InvariantCulture, $"<rect x=\"{legendX}\" y=\"{legendY - 9}\" width=\"10\" height=\"10\" fill=\"{color}\"/>\n");
            Text(svg, legendX + 16, legendY, "start", name);
        }

        return svg.Append("</svg>\n").ToString();

        double X(double value) => Left + ((Math.Log10(value) - xLow) / (xHigh - xLow) * (Width - Left - Right));
        double Y(double value) => Height - Bottom - ((Math.Log10(value) - yLow) / (yHigh - yLow) * (Height - Top - Bottom));
    }

    private static (int Low, int High) Decades(IEnumerable<double> values)
    {
        var all = values.ToList();
        var low = (int)Math.Floor(Math.Log10(all.Min()));
        return (low, Math.Max(low + 1, (int)Math.Ceiling(Math.Log10(all.Max()))));
    }

    private static string Label(int decade) => Math.Pow(10, decade).ToString(decade < 0 ? "0.###" : "N0", CultureInfo.InvariantCulture);

    private static void Line(StringBuilder svg, double x1, double y1, double x2, double y2) =>
        svg.Append(CultureInfo.InvariantCulture, $"<line x1=\"{x1:F1}\" y1=\"{y1:F1}\" x2=\"{x2:F1}\" y2=\"{y2:F1}\" stroke=\"#cccccc\"/>\n");

    private static void Text(StringBuilder svg, double x, double y, string anchor, string text) =>
        svg.Append(CultureInfo.InvariantCulture, $"<text x=\"{x:F1}\" y=\"{y:F1}\" text-anchor=\"{anchor}\" fill=\"#222222\">{WebUtility.HtmlEncode(text)}</text>\n");
}
