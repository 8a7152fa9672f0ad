package io.github.communities.policy;

/** Which links a communication channel of a community may have (CHN-2). */
public enum ChannelLinks {
    /** Slack and Telegram. */
    SLACK_AND_TELEGRAM("Slack and Telegram only"),
    /** Any https link. */
    ANY_HTTPS("any https link");

    private final String text;

    ChannelLinks(String text) {
        this.text = text;
    }

    /** The choice in words. */
    public String text() {
        return text;
    }
}
