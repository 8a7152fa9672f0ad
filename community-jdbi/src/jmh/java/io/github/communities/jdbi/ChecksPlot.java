package io.github.communities.jdbi;

import java.awt.Color;
import java.awt.Dimension;
import java.io.IOException;
import java.io.StringWriter;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.parsers.ParserConfigurationException;
import org.apache.batik.svggen.SVGGeneratorContext;
import org.apache.batik.svggen.SVGGraphics2D;
import org.knowm.xchart.CategoryChart;
import org.knowm.xchart.CategoryChartBuilder;
import org.knowm.xchart.style.CategoryStyler;

/** How many nanoseconds a check takes, by this library and by others, as bars on a logarithmic axis. */
final class ChecksPlot {
    private static final int WIDTH = 760;
    private static final int HEIGHT = 380;
    /** A thousand checks are timed, in milliseconds. */
    private static final double NANOS_OF_ONE = 1e6 / Questions.AT_ONCE;

    private final Map<String, Double> nanos;

    private ChecksPlot(Map<String, Double> nanos) {
        this.nanos = nanos;
    }

    /** Of those rows of a run that are about it. */
    static ChecksPlot of(List<Row> rows) {
        Map<String, Double> nanos = new LinkedHashMap<>();
        for (Row row : rows) {
            Class<?> benchmark = row.measure().benchmark();
            double reference = row.reference() * NANOS_OF_ONE;
            if (benchmark == CheckBenchmark.class && row.measure().method().equals("few")) {
                nanos.put("Communities", row.ours() * NANOS_OF_ONE);
                nanos.put("hash maps by hand", reference);
            } else if (benchmark == CompetitorBenchmark.class
                    && !row.measure().method().equals("cachedCasbin")) {
                nanos.put(row.measure().name().replaceFirst(".* / ", ""), reference);
            }
        }
        return new ChecksPlot(nanos);
    }

    boolean isEmpty() {
        return nanos.isEmpty();
    }

    String svg() throws IOException {
        System.setProperty("java.awt.headless", "true");
        SVGGraphics2D canvas = canvas();
        chart().paint(canvas, WIDTH, HEIGHT);
        StringWriter text = new StringWriter();
        canvas.stream(text, true);
        return text.toString();
    }

    private CategoryChart chart() {
        CategoryChart chart = new CategoryChartBuilder()
                .width(WIDTH)
                .height(HEIGHT)
                .title("Nanoseconds of a check (logarithmic)")
                .build();
        CategoryStyler style = chart.getStyler();
        style.setYAxisLogarithmic(true);
        style.setYAxisMin(10.0);
        style.setYAxisDecimalPattern("#,###");
        style.setLabelsVisible(true);
        style.setLabelsPosition(1);
        style.setDecimalPattern("#,###");
        style.setLegendVisible(false);
        style.setPlotGridLinesVisible(false);
        style.setChartBackgroundColor(Color.WHITE);
        style.setPlotBorderVisible(false);
        style.setOverlapped(true);
        chart.addSeries("ns", new ArrayList<>(nanos.keySet()), new ArrayList<>(nanos.values()));
        return chart;
    }

    private static SVGGraphics2D canvas() {
        try {
            SVGGeneratorContext context = SVGGeneratorContext.createDefault(DocumentBuilderFactory.newInstance()
                    .newDocumentBuilder()
                    .getDOMImplementation()
                    .createDocument("http://www.w3.org/2000/svg", "svg", null));
            context.setPrecision(1);
            SVGGraphics2D canvas = new SVGGraphics2D(context, false);
            canvas.setSVGCanvasSize(new Dimension(WIDTH, HEIGHT));
            return canvas;
        } catch (ParserConfigurationException e) {
            throw new IllegalStateException(e);
        }
    }
}
