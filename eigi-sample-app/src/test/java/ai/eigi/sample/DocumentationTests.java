package ai.eigi.sample;

import java.io.IOException;
import java.io.StringWriter;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;

import javax.tools.JavaCompiler;
import javax.tools.JavaFileObject;
import javax.tools.SimpleJavaFileObject;
import javax.tools.ToolProvider;

import ai.eigi.sample.ConfigurationMetadata.Property;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The documentation tells the truth: its programs compile, the properties it names are
 * there, its links lead somewhere.
 */
class DocumentationTests {

	private static final Path ROOT = Path.of("..").toAbsolutePath().normalize();

	private static final Path README = ROOT.resolve("README.md");

	private static final Path INDEX = ROOT.resolve("docs/README.md");

	private static final Pattern PROGRAM = Pattern.compile("```java\\n(.*?)```", Pattern.DOTALL);

	private static final Pattern ROW = Pattern.compile("^\\| `(eigi\\.[a-z.-]+)` \\| (?:`([^`]*)`)? ?\\|",
			Pattern.MULTILINE);

	private static final Pattern NAMED_PROPERTY = Pattern.compile("`(eigi\\.[a-z0-9.-]*[a-z0-9])[`=]");

	@TempDir
	private Path classes;

	private final Map<String, Property> properties = ConfigurationMetadata.ofThisBuild().properties();

	private static List<Path> documents() throws IOException {
		try (Stream<Path> docs = Files.list(ROOT.resolve("docs"))) {
			return Stream.concat(Stream.of(README), docs.filter((path) -> path.toString().endsWith(".md")))
				.sorted()
				.toList();
		}
	}

	@TestFactory
	List<DynamicTest> programsCompile() throws IOException {
		List<DynamicTest> tests = new ArrayList<>();
		for (Path document : documents()) {
			for (MatchResult program : PROGRAM.matcher(Files.readString(document)).results().toList()) {
				String source = program.group(1);
				tests.add(DynamicTest.dynamicTest(document.getFileName() + ": " + typeName(source),
						() -> assertThat(errorsOf(source)).isEmpty()));
			}
		}
		assertThat(tests).hasSizeGreaterThanOrEqualTo(4);
		return tests;
	}

	private static String typeName(String source) {
		return Pattern.compile("^(?:public )?(?:class|record|interface) (\\w+)", Pattern.MULTILINE)
			.matcher(source)
			.results()
			.map((type) -> type.group(1))
			.findFirst()
			.orElseThrow(() -> new AssertionError("A program is a whole class: " + source));
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
	void propertiesInTheReadmeHaveTheirDefaults() throws IOException {
		List<MatchResult> rows = ROW.matcher(Files.readString(README)).results().toList();
		assertThat(rows).isNotEmpty().allSatisfy((row) -> {
			assertThat(this.properties).containsKey(row.group(1));
			assertThat(this.properties.get(row.group(1)).defaultValue()).as(row.group(1)).isEqualTo(row.group(2));
		});
	}

	/**
	 * Names of meters begin with {@code eigi.} too: only those below a prefix of the
	 * properties are looked at.
	 */
	@TestFactory
	List<DynamicTest> propertiesNamedInTheTextExist() throws IOException {
		List<DynamicTest> tests = new ArrayList<>();
		for (Path document : documents()) {
			TreeSet<String> unknown = new TreeSet<>();
			NAMED_PROPERTY.matcher(Files.readString(document))
				.results()
				.map((named) -> named.group(1))
				.filter(this::isBelowKnownPrefix)
				.filter((name) -> !exists(name))
				.forEach(unknown::add);
			tests.add(DynamicTest.dynamicTest(document.getFileName().toString(), () -> assertThat(unknown).isEmpty()));
		}
		return tests;
	}

	private boolean isBelowKnownPrefix(String name) {
		return this.properties.values()
			.stream()
			.map(Property::section)
			.anyMatch((section) -> !section.equals("eigi") && name.startsWith(section + "."));
	}

	private boolean exists(String name) {
		return this.properties.values()
			.stream()
			.anyMatch((property) -> property.name().equals(name) || property.name().startsWith(name + ".")
					|| (property.isMap() && name.startsWith(property.name() + ".")));
	}

	@Test
	void everyExceptionIsExplained() throws IOException {
		String page = Files.readString(ROOT.resolve("docs/errors-and-retries.md"));
		try (Stream<Path> sources = Files
			.list(ROOT.resolve("eigi-spring-boot-autoconfigure/src/main/java/ai/eigi/client/error"))) {
			assertThat(sources.map((source) -> source.getFileName().toString().replace(".java", ""))
				.filter((type) -> type.endsWith("Exception"))).hasSizeGreaterThan(10)
				.allSatisfy((type) -> assertThat(page).contains("`" + type + "`"));
		}
	}

	@TestFactory
	List<DynamicTest> linksLeadSomewhere() throws IOException {
		List<DynamicTest> tests = new ArrayList<>();
		for (Path document : documents()) {
			Markdown page = Markdown.read(document);
			for (String link : page.relativeLinks()) {
				tests.add(DynamicTest.dynamicTest(document.getFileName() + " -> " + link,
						() -> assertThat(page.leadsSomewhere(link)).as("%s in %s", link, document).isTrue()));
			}
		}
		assertThat(tests).hasSizeGreaterThan(10);
		return tests;
	}

	@Test
	void everyPageIsInTheIndex() throws IOException {
		List<Path> listed = Markdown.read(INDEX).relativeLinks().stream().map(INDEX::resolveSibling).toList();
		assertThat(documents()).filteredOn((page) -> !page.equals(README) && !page.equals(INDEX))
			.allSatisfy((page) -> assertThat(listed).contains(page));
	}

}
