package ai.eigi.sample;

import java.io.IOException;
import java.io.StringWriter;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import javax.tools.JavaCompiler;
import javax.tools.JavaFileObject;
import javax.tools.SimpleJavaFileObject;
import javax.tools.ToolProvider;

import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The documentation tells the truth: its programs compile, its tables match the metadata,
 * its links lead somewhere.
 */
class DocumentationTests {

	private static final Path ROOT = Path.of("..").toAbsolutePath().normalize();

	private static final Pattern PROGRAM = Pattern.compile("```java\\n(.*?)```", Pattern.DOTALL);

	private static final Pattern LINK = Pattern.compile("]\\((?!https?:)([^)#]+)[^)]*\\)");

	private static final Pattern PROPERTY = Pattern.compile("^\\| `(eigi\\.[a-z.-]+)` \\| (?:`([^`]*)`)? ?\\|",
			Pattern.MULTILINE);

	@TempDir
	private Path classes;

	private static List<Path> documents() throws IOException {
		try (Stream<Path> docs = Files.list(ROOT.resolve("docs"))) {
			return Stream.concat(Stream.of(ROOT.resolve("README.md")), docs).sorted().toList();
		}
	}

	@TestFactory
	List<DynamicTest> programsCompile() throws IOException {
		List<DynamicTest> tests = new ArrayList<>();
		for (Path document : documents()) {
			Matcher program = PROGRAM.matcher(Files.readString(document));
			while (program.find()) {
				String source = program.group(1);
				tests.add(DynamicTest.dynamicTest(document.getFileName() + ": " + typeName(source),
						() -> assertThat(errorsOf(source)).isEmpty()));
			}
		}
		assertThat(tests).hasSizeGreaterThanOrEqualTo(4);
		return tests;
	}

	private static String typeName(String source) {
		Matcher type = Pattern.compile("^(?:public )?(?:class|record|interface) (\\w+)", Pattern.MULTILINE)
			.matcher(source);
		assertThat(type.find()).as("a program is a whole class").isTrue();
		return type.group(1);
	}

	private String errorsOf(String source) {
		JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
		StringWriter errors = new StringWriter();
		JavaFileObject file = new SimpleJavaFileObject(URI.create("string:///" + typeName(source) + ".java"),
				JavaFileObject.Kind.SOURCE) {

			@Override
			public CharSequence getCharContent(boolean ignoreEncodingErrors) {
				return source;
			}

		};
		compiler
			.getTask(errors, null, null,
					List.of("-proc:none", "-d", this.classes.toString(), "-cp", System.getProperty("java.class.path")),
					null, List.of(file))
			.call();
		return errors.toString();
	}

	@Test
	void everyPropertyStandsInTheReadmeWithItsDefault() throws IOException {
		Map<String, String> documented = new TreeMap<>();
		Matcher row = PROPERTY.matcher(Files.readString(ROOT.resolve("README.md")));
		while (row.find()) {
			documented.put(row.group(1), (row.group(2) != null) ? row.group(2) : "");
		}
		Map<String, String> actual = new TreeMap<>();
		JsonNode metadata = JsonMapper.shared()
			.readTree(Files.readString(ROOT.resolve(
					"eigi-spring-boot-autoconfigure/target/classes/META-INF/" + "spring-configuration-metadata.json")));
		metadata.path("properties")
			.forEach((property) -> actual.put(property.path("name").asString(),
					defaultOf(property.path("defaultValue"))));
		assertThat(documented).isEqualTo(actual);
	}

	private static String defaultOf(JsonNode value) {
		return value.isArray() ? value.valueStream().map(JsonNode::asString).collect(Collectors.joining(","))
				: value.asString("");
	}

	@Test
	void linksLeadSomewhere() throws IOException {
		for (Path document : documents()) {
			Matcher link = LINK.matcher(Files.readString(document));
			while (link.find()) {
				assertThat(document.resolveSibling(link.group(1)).normalize()).as("link in %s", document).exists();
			}
		}
	}

}
