package io.github.communities.jdbi.dialect;

import java.nio.charset.StandardCharsets;
import java.util.HexFormat;

/**
 * A text with whatever is lost where a session, a connection or a column does not take it as it is: of every plane and
 * width, composed and not, with what has to be quoted, and a blank at its end. The schema's first script keeps it.
 */
public final class RoundTripText {
    /** The text. */
    public static final String VALUE =
            "A\u00e9 e\u0301 \u65e5\u672c \u200b\ufb01 \uffff \ud83d\ude00\ud83d\ude01" + " \udbff\udfff \\'\"` ";

    private RoundTripText() {}

    /** Its bytes in UTF-8, as a statement can spell them whatever its session makes of texts. */
    static String hex() {
        return HexFormat.of().withUpperCase().formatHex(VALUE.getBytes(StandardCharsets.UTF_8));
    }
}
