package ai.eigi;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.io.ObjectStreamClass;
import java.lang.reflect.Modifier;
import java.lang.reflect.RecordComponent;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Predicate;
import java.util.stream.Stream;

import ai.eigi.boot.autoconfigure.health.EigiHealth;
import ai.eigi.client.EigiClient;
import ai.eigi.client.call.OutboundCallRequest;
import ai.eigi.client.chat.ChatReply;
import ai.eigi.client.conversation.ConversationStatus;
import ai.eigi.client.error.CallAttempt;
import ai.eigi.client.transport.WireValue;
import ai.eigi.webhook.ConversationEvent;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import org.springframework.aot.hint.RuntimeHints;
import org.springframework.aot.hint.RuntimeHintsRegistrar;
import org.springframework.aot.hint.predicate.ReflectionHintsPredicates;
import org.springframework.aot.hint.predicate.RuntimeHintsPredicates;
import org.springframework.context.annotation.ClassPathScanningCandidateComponentProvider;
import org.springframework.core.io.support.SpringFactoriesLoader;
import org.springframework.util.ClassUtils;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What a native image is told of values that applications read, write, convert or store.
 * The values are found in the packages, so that a new one cannot be forgotten.
 */
class RuntimeHintsTests {

	private static final RuntimeHints hints = registered();

	/**
	 * From the same file as Spring does it.
	 */
	private static RuntimeHints registered() {
		RuntimeHints hints = new RuntimeHints();
		SpringFactoriesLoader.forResourceLocation("META-INF/spring/aot.factories")
			.load(RuntimeHintsRegistrar.class)
			.stream()
			.filter((registrar) -> registrar.getClass().getPackageName().startsWith("ai.eigi"))
			.forEach((registrar) -> registrar.registerHints(hints, RuntimeHintsTests.class.getClassLoader()));
		return hints;
	}

	static Stream<Class<?>> values() {
		ClassPathScanningCandidateComponentProvider scanner = new ClassPathScanningCandidateComponentProvider(false);
		scanner.addIncludeFilter((type, factory) -> true);
		return Stream.of("ai.eigi.client", "ai.eigi.webhook", "ai.eigi.boot.autoconfigure.health")
			.flatMap((root) -> scanner.findCandidateComponents(root).stream())
			.<Class<?>>map((found) -> ClassUtils.resolveClassName(found.getBeanClassName(), null))
			.filter((type) -> isOfTheModule(type) && isPublic(type) && isValue(type));
	}

	private static boolean isOfTheModule(Class<?> type) {
		return type.getProtectionDomain()
			.getCodeSource()
			.getLocation()
			.equals(EigiClient.class.getProtectionDomain().getCodeSource().getLocation());
	}

	private static boolean isPublic(Class<?> type) {
		return type == null || (Modifier.isPublic(type.getModifiers()) && isPublic(type.getEnclosingClass()));
	}

	/**
	 * What has an equality of its own. Settings, keys and names of tags are made in code
	 * and go nowhere.
	 */
	private static boolean isValue(Class<?> type) {
		return ClassUtils.getMethod(type, "equals", Object.class).getDeclaringClass() != Object.class
				&& !type.getPackageName().endsWith(".transport") && !type.getPackageName().endsWith(".observation")
				&& !type.getSimpleName().endsWith("Settings") && !type.getSimpleName().startsWith("EigiApiKey");
	}

	@Test
	void valuesAreFound() {
		assertThat(values()).hasSizeGreaterThan(60)
			.contains(ChatReply.class, ConversationStatus.class, ConversationEvent.class, EigiHealth.class,
					EigiHealth.State.class);
	}

	@ParameterizedTest
	@MethodSource("values")
	void everyValueIsRegistered(Class<?> type) throws NoSuchMethodException {
		ReflectionHintsPredicates reflection = RuntimeHintsPredicates.reflection();
		assertThat(reflection.onType(type)).accepts(hints);
		if (type.isRecord()) {
			RecordComponent[] components = type.getRecordComponents();
			assertThat(reflection.onConstructorInvocation(type.getDeclaredConstructor(
					Arrays.stream(components).map(RecordComponent::getType).toArray(Class<?>[]::new))))
				.accepts(hints);
			assertThat(components)
				.allSatisfy((component) -> assertThat(reflection.onMethodInvocation(component.getAccessor()))
					.as(component.getName())
					.accepts(hints));
		}
		if (WireValue.class.isAssignableFrom(type)) {
			assertThat(reflection.onMethodInvocation(type.getMethod("of", String.class))).accepts(hints);
		}
	}

	@Test
	void attemptCanBeStored() throws Exception {
		CallAttempt attempt = OutboundCallRequest.builder("a-1")
			.to("+14155550123")
			.to("+14155550124")
			.to("+14155550125")
			.build()
			.withCorrelationIds()
			.attemptAt(Instant.parse("2026-03-01T10:00:00Z"));
		ByteArrayOutputStream stored = new ByteArrayOutputStream();
		new ObjectOutputStream(stored).writeObject(attempt);
		List<Class<?>> seen = new ArrayList<>();
		assertThat(new ObjectInputStream(new ByteArrayInputStream(stored.toByteArray())) {

			@Override
			protected Class<?> resolveClass(ObjectStreamClass description) throws IOException, ClassNotFoundException {
				Class<?> type = super.resolveClass(description);
				seen.add(type);
				return type;
			}

		}.readObject()).isEqualTo(attempt);
		// arrays of objects are known to every image
		assertThat(seen).filteredOn(Predicate.not(Class::isArray))
			.contains(CallAttempt.class)
			.allSatisfy((type) -> assertThat(RuntimeHintsPredicates.reflection().onJavaSerialization(type, true))
				.accepts(hints));
	}

}
