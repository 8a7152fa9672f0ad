package io.github.communities.build;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.parsers.ParserConfigurationException;
import javax.xml.xpath.XPath;
import javax.xml.xpath.XPathConstants;
import javax.xml.xpath.XPathExpressionException;
import javax.xml.xpath.XPathFactory;
import org.w3c.dom.Document;
import org.w3c.dom.NodeList;
import org.xml.sax.SAXException;

/** A pom as it is written, so that what a test knows of the build, it knows from the build. */
final class Pom {
    private static final Pattern PROPERTY = Pattern.compile("\\$\\{([^}]+)}");

    private final XPath xpath = XPathFactory.newInstance().newXPath();
    private final Document document;

    private Pom(Document document) {
        this.document = document;
    }

    static Pom parent() {
        return read(Path.of("..", "pom.xml"));
    }

    static Pom of(String module) {
        return read(Path.of("..", module, "pom.xml"));
    }

    private static Pom read(Path file) {
        try {
            return new Pom(
                    DocumentBuilderFactory.newInstance().newDocumentBuilder().parse(file.toFile()));
        } catch (IOException | SAXException | ParserConfigurationException e) {
            throw new IllegalStateException("can't read " + file, e);
        }
    }

    /** The texts of the elements at a path, as written. */
    List<String> texts(String path) {
        NodeList nodes = nodes(path);
        List<String> texts = new ArrayList<>();
        for (int i = 0; i < nodes.getLength(); i++) {
            texts.add(nodes.item(i).getTextContent().strip());
        }
        return texts;
    }

    /** The names of the elements at a path. */
    List<String> names(String path) {
        NodeList nodes = nodes(path);
        List<String> names = new ArrayList<>();
        for (int i = 0; i < nodes.getLength(); i++) {
            names.add(nodes.item(i).getNodeName());
        }
        return names;
    }

    /** A text with this pom's own properties filled in; a property it does not have is a fault of the test. */
    String fill(String text) {
        return PROPERTY.matcher(text).replaceAll(match -> Matcher.quoteReplacement(property(match.group(1))));
    }

    private String property(String name) {
        List<String> values = texts("/project/properties/*[name()='" + name + "']");
        if (values.size() != 1) {
            throw new IllegalStateException("the parent pom has no property " + name);
        }
        return values.get(0);
    }

    private NodeList nodes(String path) {
        try {
            return (NodeList) xpath.evaluate(path, document, XPathConstants.NODESET);
        } catch (XPathExpressionException e) {
            throw new IllegalArgumentException("no path: " + path, e);
        }
    }
}
