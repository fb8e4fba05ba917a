package ai.eigi;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.locks.LockSupport;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import ai.eigi.client.EigiClient;
import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.AccessTarget.MethodCallTarget;
import com.tngtech.archunit.core.domain.JavaCall;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaMethod;
import com.tngtech.archunit.core.domain.JavaMethodCall;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import org.jspecify.annotations.NullMarked;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.methods;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * What the build keeps true of the code: who may know whom, Boot's conventions, and what
 * reactive code must not do.
 */
class ArchitectureTests {

	private static final JavaClasses classes = new ClassFileImporter()
		.withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
		.importPath(module().resolve("target/classes"));

	private static final String BEAN = "org.springframework.context.annotation.Bean";

	private static final String AUTO_CONFIGURATION = "org.springframework.boot.autoconfigure.AutoConfiguration";

	private static final Pattern TYPE = Pattern.compile(
			"^public (?:(?:abstract|final|sealed|non-sealed) )*(?:class|interface|enum|record|@interface) \\w+",
			Pattern.MULTILINE);

	@Test
	void thereIsSomethingToCheck() {
		assertThat(classes).hasSizeGreaterThan(50);
	}

	@Test
	void packagesHaveNoCycles() {
		slices().matching("ai.eigi.(**)").should().beFreeOfCycles().check(classes);
	}

	@Test
	void clientKnowsNothingOfBoot() {
		noClasses().that()
			.resideInAPackage("ai.eigi.client..")
			.should()
			.dependOnClassesThat()
			.resideInAnyPackage("org.springframework.boot..", "ai.eigi.boot..")
			.check(classes);
	}

	@Test
	void clientWorksWithoutAnApplicationContext() {
		noClasses().that()
			.resideInAPackage("ai.eigi.client..")
			.should()
			.dependOnClassesThat()
			.resideInAnyPackage("org.springframework.context..", "org.springframework.beans..")
			.check(classes);
	}

	@ParameterizedTest
	@CsvSource({ "error,''", "transport,error", "observation,'transport,error'", "paging,'transport,error'",
			"conversation,'paging,transport,error'", "chat,'conversation,paging,transport,error'",
			"call,'conversation,paging,transport,error'", "agent,'paging,transport,error'",
			"prompt,'paging,transport,error'", "catalog,'conversation,paging,transport,error'" })
	void partOfTheClientKnowsOnlyWhatIsBelowIt(String part, String below) {
		Set<String> allowed = Stream.of(below.split(","))
			.filter((name) -> !name.isEmpty())
			.map((name) -> "ai.eigi.client." + name)
			.collect(Collectors.toCollection(TreeSet::new));
		allowed.add("ai.eigi.client." + part);
		noClasses().that()
			.resideInAPackage("ai.eigi.client." + part + "..")
			.should()
			.dependOnClassesThat(new DescribedPredicate<JavaClass>("are of this project and not in " + allowed) {

				@Override
				public boolean test(JavaClass type) {
					return type.getPackageName().startsWith("ai.eigi") && !allowed.contains(type.getPackageName());
				}

			})
			.allowEmptyShould(true)
			.check(classes);
	}

	@Test
	void rootOfTheClientKnowsNobodyAbove() {
		noClasses().that()
			.resideInAPackage("ai.eigi.client")
			.should()
			.dependOnClassesThat()
			.resideInAnyPackage("ai.eigi.boot..", "ai.eigi.webhook..")
			.check(classes);
	}

	@Test
	void programsLogThroughCommonsLogging() {
		noClasses().should()
			.dependOnClassesThat()
			.resideInAnyPackage("java.util.logging..", "org.slf4j..")
			.check(classes);
	}

	@Test
	void nothingIsPrinted() {
		noClasses().should().accessField(System.class, "out").check(classes);
		noClasses().should().accessField(System.class, "err").check(classes);
		noClasses().should().callMethod(Throwable.class, "printStackTrace").check(classes);
	}

	@Test
	void nothingSleepsOrWaits() {
		noClasses().should()
			.callMethodWhere(calls(Thread.class, "sleep", "join").or(calls(Object.class, "wait"))
				.or(calls(LockSupport.class, "park", "parkNanos", "parkUntil"))
				.or(calls(CountDownLatch.class, "await"))
				.or(calls(CompletableFuture.class, "get", "join")))
			.check(classes);
	}

	@Test
	void nothingBlocksButClosing() {
		noClasses().should()
			.callMethodWhere(blocks().and(isNotIn("ai.eigi.client.transport.TransportResources", "await")))
			.check(classes);
	}

	@Test
	void lettersChangeCaseWithALocale() {
		noClasses().should().callMethod(String.class, "toLowerCase").check(classes);
		noClasses().should().callMethod(String.class, "toUpperCase").check(classes);
		noClasses().should().callMethod(Locale.class, "getDefault").check(classes);
	}

	@Test
	void listsAreCollectedTheShortWay() {
		noClasses().should().callMethod(Collectors.class, "toList").check(classes);
	}

	@Test
	void autoConfigurationsArePublicAndFinal() {
		classes().that()
			.areAnnotatedWith(AUTO_CONFIGURATION)
			.should()
			.bePublic()
			.andShould()
			.haveModifier(JavaModifier.FINAL)
			.check(classes);
	}

	@Test
	void autoConfigurationsHaveNoPublicMembers() {
		methods().that()
			.areDeclaredInClassesThat()
			.areAnnotatedWith(AUTO_CONFIGURATION)
			.should()
			.notBePublic()
			.check(classes);
		classes.stream()
			.filter((type) -> type.isAnnotatedWith(AUTO_CONFIGURATION))
			.forEach((type) -> assertThat(type.getFields()).noneMatch((field) -> isPublic(field.getModifiers())));
	}

	@Test
	void autoConfigurationsAreRegistered() throws IOException {
		List<String> registered = lines(
				"META-INF/spring/org.springframework.boot.autoconfigure.AutoConfiguration.imports");
		assertThat(classes.stream().filter((type) -> type.isAnnotatedWith(AUTO_CONFIGURATION)).map(JavaClass::getName))
			.containsExactlyInAnyOrderElementsOf(registered);
	}

	@Test
	void beanMethodsArePackagePrivate() {
		methods().that().areAnnotatedWith(BEAN).should().bePackagePrivate().check(classes);
	}

	@Test
	void beanMethodsAreNotConditionalOnClasses() {
		methods().that()
			.areAnnotatedWith(BEAN)
			.should()
			.notBeAnnotatedWith("org.springframework.boot.autoconfigure.condition.ConditionalOnClass")
			.check(classes);
	}

	@Test
	void configurationsDoNotProxyTheirMethods() {
		classes().that()
			.areAnnotatedWith("org.springframework.context.annotation.Configuration")
			.should(new ArchCondition<JavaClass>("switch off proxyBeanMethods") {

				@Override
				public void check(JavaClass type, ConditionEvents events) {
					Object proxy = type.getAnnotationOfType("org.springframework.context.annotation.Configuration")
						.get("proxyBeanMethods")
						.orElse(true);
					events.add(new SimpleConditionEvent(type, Boolean.FALSE.equals(proxy), type.getName()));
				}

			})
			.check(classes);
	}

	@Test
	void nothingCustomizesResilience4jForTheWholeApplication() {
		noClasses().should().dependOnClassesThat().haveSimpleNameEndingWith("ConfigCustomizer").check(classes);
	}

	@Test
	void everyPackageSaysThatNullIsMarked() {
		Set<String> packages = classes.stream().map(JavaClass::getPackageName).collect(Collectors.toSet());
		assertThat(packages).allSatisfy((name) -> assertThat(classes.getPackage(name).isAnnotatedWith(NullMarked.class))
			.as(name + " is @NullMarked")
			.isTrue());
	}

	@Test
	void everyPublicTypeSaysWhatItIsForAndSinceWhen() throws IOException {
		assertThat(sources()).isNotEmpty().allSatisfy((source) -> {
			String text = Files.readString(source);
			Matcher type = TYPE.matcher(text);
			if (type.find()) {
				String javadoc = javadocBefore(text, type.start());
				assertThat(javadoc).as("Javadoc of " + source.getFileName()).isNotNull();
				assertThat(firstSentence(javadoc)).as("first sentence of " + source.getFileName())
					.isNotBlank()
					.endsWith(".");
				assertThat(javadoc).as("Javadoc of " + source.getFileName()).containsPattern("@since \\d");
			}
		});
	}

	@Test
	void everyPackageSaysWhatItIsFor() throws IOException {
		assertThat(sources()).filteredOn((source) -> source.endsWith("package-info.java"))
			.isNotEmpty()
			.allSatisfy((source) -> assertThat(Files.readString(source)).startsWith("/**").contains("."));
	}

	private static DescribedPredicate<JavaMethodCall> calls(Class<?> owner, String... names) {
		return new DescribedPredicate<>("calls one of " + Arrays.toString(names) + " of " + owner.getName()) {

			@Override
			public boolean test(JavaMethodCall call) {
				MethodCallTarget target = call.getTarget();
				JavaClass declaring = target.resolveMember().map(JavaMethod::getOwner).orElse(target.getOwner());
				return declaring.isEquivalentTo(owner) && List.of(names).contains(target.getName());
			}

		};
	}

	private static DescribedPredicate<JavaMethodCall> blocks() {
		Set<String> names = Set.of("block", "blockOptional", "blockFirst", "blockLast", "toIterable", "toStream");
		return new DescribedPredicate<>("blocks on a publisher") {

			@Override
			public boolean test(JavaMethodCall call) {
				String owner = call.getTargetOwner().getName();
				return owner.startsWith("reactor.") && names.contains(call.getName());
			}

		};
	}

	private static DescribedPredicate<JavaMethodCall> isNotIn(String type, String method) {
		return new DescribedPredicate<>("outside " + type + "." + method) {

			@Override
			public boolean test(JavaMethodCall call) {
				return !call.getOriginOwner().getName().equals(type) || !originOf(call).equals(method);
			}

			private String originOf(JavaCall<?> call) {
				return (call.getOrigin() instanceof JavaMethod method) ? method.getName() : "";
			}

		};
	}

	private static boolean isPublic(Set<JavaModifier> modifiers) {
		return modifiers.contains(JavaModifier.PUBLIC);
	}

	private static List<String> lines(String resource) throws IOException {
		return Files.readAllLines(module().resolve("target/classes").resolve(resource))
			.stream()
			.map(String::strip)
			.filter((line) -> !line.isEmpty() && !line.startsWith("#"))
			.toList();
	}

	private static List<Path> sources() throws IOException {
		try (Stream<Path> files = Files.walk(module().resolve("src/main/java"))) {
			return files.filter((file) -> file.toString().endsWith(".java")).sorted().toList();
		}
	}

	/**
	 * The directory of this module, wherever the tests are started.
	 */
	private static Path module() {
		try {
			return Path.of(EigiClient.class.getProtectionDomain().getCodeSource().getLocation().toURI())
				.getParent()
				.getParent();
		}
		catch (Exception ex) {
			throw new UncheckedIOException(new IOException(ex));
		}
	}

	/**
	 * The Javadoc that ends right above a position, annotations apart.
	 */
	private static String javadocBefore(String text, int position) {
		String head = text.substring(0, position);
		int end = head.lastIndexOf("*/");
		int start = head.lastIndexOf("/**");
		if (start < 0 || end < start
				|| Pattern.compile("^(import|package) |[;}]\\s*$", Pattern.MULTILINE)
					.matcher(head.substring(end + 2))
					.find()) {
			return null;
		}
		return head.substring(start + 3, end).replaceAll("(?m)^\\s*\\* ?", "").strip();
	}

	private static String firstSentence(String javadoc) {
		String paragraph = javadoc.split("\\R\\s*\\R|<p>|(?m)^@")[0];
		Matcher end = Pattern.compile("\\.(?=\\s|$)").matcher(paragraph);
		return end.find() ? paragraph.substring(0, end.end()) : paragraph.strip();
	}

}
