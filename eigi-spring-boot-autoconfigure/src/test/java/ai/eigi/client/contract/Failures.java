package ai.eigi.client.contract;

import java.lang.reflect.Array;
import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Collections;
import java.util.Deque;
import java.util.IdentityHashMap;
import java.util.Map;
import java.util.Set;

import ai.eigi.client.error.EigiException;
import org.reactivestreams.Publisher;
import reactor.core.publisher.Flux;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

/**
 * Catches what a publisher ends with, and looks into every corner of it for secrets.
 */
final class Failures {

	private static final Duration PATIENCE = Duration.ofSeconds(20);

	private Failures() {
	}

	static EigiException of(Publisher<?> publisher) {
		return of(EigiException.class, publisher);
	}

	static <E extends EigiException> E of(Class<E> type, Publisher<?> publisher) {
		E failure = catchThrowableOfType(type, () -> Flux.from(publisher).blockLast(PATIENCE));
		assertThat(failure).as("an exception of the client").isNotNull();
		assertThat(failure.operation()).as("operation").isNotBlank();
		assertThat(failure.getMessage()).as("message").isNotBlank();
		assertKeepsSecrets(failure);
		return failure;
	}

	static void assertKeepsSecrets(Throwable failure, String... more) {
		Deque<Object> open = new ArrayDeque<>();
		Set<Object> seen = Collections.newSetFromMap(new IdentityHashMap<>());
		open.add(failure);
		while (!open.isEmpty()) {
			Object next = open.remove();
			if (seen.add(next)) {
				assertHoldsNone(next.toString(), more);
				if (next instanceof Throwable throwable) {
					assertHoldsNone(String.valueOf(throwable.getMessage()), more);
					assertHoldsNone(String.valueOf(throwable.getLocalizedMessage()), more);
					add(open, throwable.getCause());
					Collections.addAll(open, throwable.getSuppressed());
				}
				addParts(open, next);
			}
		}
	}

	private static void assertHoldsNone(String text, String... more) {
		assertThat(text).doesNotContain(EigiServer.API_KEY)
			.doesNotContain(Sample.NUMBER)
			.doesNotContain(Sample.NUMBER.substring(1))
			.doesNotContain(Sample.MESSAGE);
		if (more.length > 0) {
			assertThat(text).doesNotContain(more);
		}
	}

	private static void addParts(Deque<Object> open, Object holder) {
		if (holder instanceof Map<?, ?> map) {
			map.forEach((key, value) -> {
				add(open, key);
				add(open, value);
			});
		}
		else if (holder instanceof Iterable<?> elements) {
			elements.forEach((element) -> add(open, element));
		}
		else if (holder instanceof Object[] array) {
			for (int i = 0; i < Array.getLength(array); i++) {
				add(open, array[i]);
			}
		}
		else {
			addFields(open, holder);
		}
	}

	private static void addFields(Deque<Object> open, Object holder) {
		for (Class<?> type = holder.getClass(); type != null; type = type.getSuperclass()) {
			for (Field field : type.getDeclaredFields()) {
				if (!Modifier.isStatic(field.getModifiers()) && !field.getType().isPrimitive()
						&& field.trySetAccessible()) {
					try {
						add(open, field.get(holder));
					}
					catch (IllegalAccessException ex) {
						throw new IllegalStateException(ex);
					}
				}
			}
		}
	}

	private static void add(Deque<Object> open, Object value) {
		if (value != null && !(value instanceof StackTraceElement)) {
			open.add(value);
		}
	}

}
