package io.github.communities.decision;

import io.github.communities.Target;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** A decision as a person sees it: from the principal through what is bound to the permission (ACC-2). */
final class DecisionDiagram {
    private final Map<String, String> nodes = new LinkedHashMap<>();
    private final List<String> edges = new ArrayList<>();

    private final Names names;

    private DecisionDiagram(Names names) {
        this.names = names;
    }

    /** The diagram of a decision, in Mermaid. */
    static String of(Decision decision, Names names) {
        DecisionDiagram diagram = new DecisionDiagram(names);
        String principal = diagram.node(decision.principal().toString());
        String permission = diagram.node(decision.permission().toString(), decision.target());
        decision.sources().forEach(source -> diagram.path(principal, source, permission, decision.allowed()));
        decision.nearestMissing()
                .ifPresent(grant ->
                        diagram.missing(principal, diagram.node(grant.role().toString(), grant.scope()), permission));
        if (diagram.edges.isEmpty()) {
            diagram.edges.add(principal + " -. no role .-> " + permission);
        }
        return diagram.text();
    }

    private void path(String principal, RoleSource source, String permission, boolean granted) {
        String from = principal;
        if (source.kind() == RoleSource.Kind.GROUP || source.kind() == RoleSource.Kind.ALL_USERS) {
            String through = node(source.boundTo().toString());
            edge(from, "in", through);
            from = through;
        }
        String role = node(source.role().toString(), source.scope());
        edge(from, source.inheritedFrom().map(above -> "inherits from " + above).orElse("has"), role);
        edges.add(granted ? role + " --> " + permission : role + " -. expired .-> " + permission);
    }

    private void missing(String principal, String role, String permission) {
        edges.add(principal + " -. missing .-> " + role);
        edges.add(role + " -.-> " + permission);
    }

    private void edge(String from, String label, String to) {
        String edge = from + " -- " + label + " --> " + to;
        if (!edges.contains(edge)) {
            edges.add(edge);
        }
    }

    /** The node that shows what is held, or asked about, at a target. */
    private String node(String what, Target where) {
        return node(what + " at " + names.tell(where));
    }

    /** The node that shows a text. */
    private String node(String text) {
        return nodes.computeIfAbsent(text, shown -> "n" + nodes.size());
    }

    private String text() {
        StringBuilder text = new StringBuilder("graph LR\n");
        nodes.forEach((shown, name) -> text.append("    ")
                .append(name)
                .append("[\"")
                .append(escaped(shown))
                .append("\"]\n"));
        edges.forEach(edge -> text.append("    ").append(edge).append('\n'));
        return text.toString();
    }

    /**
     * What Mermaid might take for its own is left to nothing but letters, digits and what ids and roles are made of: a
     * name is a text of somebody's. Where a digit follows, a percent sign encodes a character of an id.
     */
    private static String escaped(String text) {
        StringBuilder escaped = new StringBuilder();
        for (int i = 0; i < text.length(); ) {
            int c = text.codePointAt(i);
            i += Character.charCount(c);
            boolean plain = Character.isLetterOrDigit(c)
                    || " -._~/".indexOf(c) >= 0
                    || (c == '%' && i < text.length() && Character.digit(text.charAt(i), 16) >= 0);
            if (plain) {
                escaped.appendCodePoint(c);
            } else {
                escaped.append('#').append(c).append(';');
            }
        }
        return escaped.toString();
    }
}
