package io.github.communities.decision;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** A decision as a person sees it: from the principal through what is bound to the permission (ACC-2). */
final class DecisionDiagram {
    private final Map<String, String> nodes = new LinkedHashMap<>();
    private final List<String> edges = new ArrayList<>();

    private DecisionDiagram() {}

    /** The diagram of a decision, in Mermaid. */
    static String of(Decision decision) {
        DecisionDiagram diagram = new DecisionDiagram();
        String principal = diagram.node(decision.principal().toString());
        String permission =
                diagram.node(decision.permission() + " at " + decision.target().noun() + " " + decision.target());
        decision.sources().forEach(source -> diagram.path(principal, source, permission, decision.allowed()));
        decision.nearestMissing()
                .ifPresent(grant -> diagram.missing(principal, diagram.node(grant.toString()), permission));
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
        String role = node(source.role() + " at " + source.scope().noun() + " " + source.scope());
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

    /** The name of the node that shows a text. */
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

    /** Only ids can hold odd characters, and these are percent-encoded; what Mermaid would take for its own is left. */
    private static String escaped(String text) {
        return text.replace("#", "#35;").replace("\"", "#quot;");
    }
}
