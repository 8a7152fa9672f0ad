package io.github.communities.jdbi.quickstart;

import java.io.PrintStream;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;

/** What the reader sees: sections with short sentences and small tables. */
final class Report {
    private static final int WIDTH = 100;
    private static final String INDENT = "   ";
    private static final Pattern NUMBER = Pattern.compile("[0-9,]+");

    private final PrintStream out;
    private int sections;

    Report(PrintStream out) {
        this.out = out;
    }

    void title(String text) {
        out.println();
        out.println(text);
    }

    void section(String heading) {
        sections++;
        out.println();
        out.println(sections + ". " + heading);
    }

    /** A sentence, broken between words where it is longer than a line. */
    void say(String sentence) {
        StringBuilder line = new StringBuilder(INDENT);
        for (String word : sentence.split(" ", -1)) {
            if (line.length() > INDENT.length() && line.length() + word.length() > WIDTH) {
                out.println(line.toString().stripTrailing());
                line = new StringBuilder(INDENT);
            }
            line.append(word).append(' ');
        }
        out.println(line.toString().stripTrailing());
    }

    /** A sentence about one line of the roster. */
    void line(long number, String sentence) {
        out.println(INDENT + "line " + number + ": " + sentence);
    }

    /** A line as it is. */
    void code(String text) {
        out.println(INDENT + INDENT + text);
    }

    void gap() {
        out.println();
    }

    /** A table; columns of numbers are aligned to the right. */
    void table(List<String> header, List<List<String>> rows) {
        int[] widths = new int[header.size()];
        boolean[] numbers = new boolean[header.size()];
        for (int i = 0; i < widths.length; i++) {
            int column = i;
            widths[i] = Math.max(
                    length(header.get(i)),
                    rows.stream().mapToInt(row -> length(row.get(column))).max().orElse(0));
            numbers[i] = rows.stream()
                    .allMatch(row -> NUMBER.matcher(row.get(column)).matches());
        }
        row(header, widths, numbers);
        row(header.stream().map(name -> "-".repeat(length(name))).toList(), widths, numbers);
        rows.forEach(row -> row(row, widths, numbers));
    }

    private void row(List<String> cells, int[] widths, boolean[] numbers) {
        StringBuilder line = new StringBuilder(INDENT);
        for (int i = 0; i < widths.length; i++) {
            String padding = " ".repeat(widths[i] - length(cells.get(i)));
            line.append(numbers[i] ? padding + cells.get(i) : cells.get(i) + padding)
                    .append("  ");
        }
        out.println(line.toString().stripTrailing());
    }

    private static int length(String text) {
        return text.codePointCount(0, text.length());
    }

    /** A number as people read it, with commas. */
    static String number(long value) {
        return String.format(Locale.ENGLISH, "%,d", value);
    }

    /** So many of something, in the singular or the plural. */
    static String count(long value, String one, String many) {
        return number(value) + " " + (value == 1 ? one : many);
    }
}
