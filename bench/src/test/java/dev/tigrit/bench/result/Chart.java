package dev.tigrit.bench.result;

import java.util.List;

/** Bars on a logarithmic scale, one a row, with marks at floor and aim. */
final class Chart {

    private static final int LABEL = 430;
    private static final int WIDTH = 460;
    private static final int LINE = 20;
    private static final int TOP = 44;

    private final List<Row> rows;
    private final String title;
    private final double from;
    private final double to;

    private Chart(String title, List<Row> rows) {
        this.title = title;
        this.rows = rows;
        var values = rows.stream().mapToDouble(Row::quotient).summaryStatistics();
        // Whole decades, and 1 among them.
        this.from = Math.pow(10, Math.floor(Math.log10(Math.min(0.9, values.getMin()))));
        this.to = Math.pow(10, Math.ceil(Math.log10(Math.max(1.1, values.getMax()))));
    }

    static String of(Run run, Measure measure, String title) {
        return new Chart(
                        title,
                        run.rows().stream()
                                .filter(row -> row.measure() == measure)
                                .toList())
                .svg();
    }

    private String svg() {
        var height = TOP + LINE * rows.size() + 24;
        var svg = new StringBuilder("""
                <svg xmlns="http://www.w3.org/2000/svg" width="%d" height="%d" font-family="sans-serif" font-size="12">
                <rect width="100%%" height="100%%" fill="white"/>
                <text x="8" y="18" font-size="14">%s</text>
                <text x="8" y="34" fill="#666">bar: quotient, thin: rounds, orange: floor, green: aim</text>
                """.formatted(LABEL + WIDTH + 70, height, escaped(title)));
        for (var decade = from; decade <= to * 1.01; decade *= 10) {
            svg.append("<line x1=\"%1$.1f\" x2=\"%1$.1f\" y1=\"%2$d\" y2=\"%3$d\" stroke=\"#ccc\"/>\n"
                    .formatted(x(decade), TOP, height - 20));
            svg.append("<text x=\"%.1f\" y=\"%d\" fill=\"#666\" text-anchor=\"middle\">%s</text>\n"
                    .formatted(
                            x(decade),
                            height - 6,
                            decade < 1
                                    ? Double.toString(Math.round(decade * 1000) / 1000.0)
                                    : Long.toString(Math.round(decade))));
        }
        for (var i = 0; i < rows.size(); i++) {
            svg.append(bar(rows.get(i), TOP + i * LINE));
        }
        return svg.append("</svg>\n").toString();
    }

    private String bar(Row row, int y) {
        var text = """
                <text x="%d" y="%d" text-anchor="end">%s</text>
                <rect x="%d" y="%d" width="%.1f" height="12" fill="#5b8db8"/>
                <rect x="%.1f" y="%d" width="%.1f" height="2" fill="#123"/>
                <text x="%.1f" y="%d">%s</text>
                """.formatted(
                        LABEL - 8,
                        y + 13,
                        escaped(row.call() + " / " + row.against()),
                        LABEL,
                        y + 3,
                        x(row.quotient()) - LABEL,
                        x(row.least()),
                        y + 8,
                        Math.max(1, x(row.most()) - x(row.least())),
                        x(Math.max(row.most(), row.aim())) + 6,
                        y + 13,
                        Markdown.number(row.quotient()));
        return text + mark(row.floor(), y, "#d80") + mark(row.aim(), y, "#2a2");
    }

    private String mark(double target, int y, String colour) {
        return target == 0
                ? ""
                : "<line x1=\"%1$.1f\" x2=\"%1$.1f\" y1=\"%2$d\" y2=\"%3$d\" stroke=\"%4$s\" stroke-width=\"2\"/>\n"
                        .formatted(x(target), y + 1, y + LINE - 3, colour);
    }

    private double x(double value) {
        var bounded = Math.clamp(value, from, to);
        return LABEL + WIDTH * Math.log(bounded / from) / Math.log(to / from);
    }

    private static String escaped(String text) {
        return text.replace("&", "&amp;").replace("<", "&lt;");
    }
}
