package ai.eigi.client.transport;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * A map like any other, save that nobody sees what is in it by printing it.
 */
class MaskedMapTests {

	private final Map<String, Object> fields = fields();

	private final Map<String, Object> masked = WireObject.of(this.fields).asMaskedMap();

	private static Map<String, Object> fields() {
		Map<String, Object> fields = new LinkedHashMap<>();
		fields.put("text", "secret");
		fields.put("none", null);
		fields.put("map", Map.of("deep", "secret"));
		fields.put("list", List.of("secret", Map.of("deep", "secret"), List.of("secret")));
		fields.put("empty", List.of());
		return fields;
	}

	@Test
	void showsNamesAlone() {
		assertThat(this.masked).hasToString("[text, none, map, list, empty]");
		assertThat(this.masked.get("map")).hasToString("[deep]");
		assertThat(this.masked.get("list")).hasToString("[***]");
		assertThat(this.masked.get("empty")).hasToString("[]");
		assertThat(this.masked.values()).hasToString("[***]");
		assertThat(this.masked.entrySet()).hasToString("[text, none, map, list, empty]");
		assertThat(new ArrayList<>(this.masked.entrySet()).get(0)).hasToString("text=***");
		assertThat(((List<?>) this.masked.get("list")).subList(0, 2)).hasToString("[***]");
	}

	@Test
	void isEqualToAnOrdinaryMap() {
		assertThat(this.masked).isEqualTo(this.fields).hasSameHashCodeAs(this.fields).hasSize(5);
		assertThat(this.fields).isEqualTo(this.masked);
		assertThat(new HashMap<>(this.masked)).isEqualTo(this.fields);
	}

	@Test
	void findsByName() {
		assertThat(this.masked.get("text")).isEqualTo("secret");
		assertThat(this.masked.get("none")).isNull();
		assertThat(this.masked).containsKey("none").doesNotContainKey("other");
		assertThat(this.masked.get("other")).isNull();
		assertThat(this.masked.values()).hasSize(5).contains("secret");
	}

	@Test
	void cannotBeChanged() {
		Iterator<?> entries = this.masked.entrySet().iterator();
		entries.next();
		assertThatExceptionOfType(UnsupportedOperationException.class).isThrownBy(entries::remove);
		Iterator<?> values = this.masked.values().iterator();
		values.next();
		assertThatExceptionOfType(UnsupportedOperationException.class).isThrownBy(values::remove);
		assertThatExceptionOfType(UnsupportedOperationException.class)
			.isThrownBy(() -> this.masked.put("text", "other"));
		assertThatExceptionOfType(UnsupportedOperationException.class).isThrownBy(() -> this.masked.remove("text"));
		assertThatExceptionOfType(UnsupportedOperationException.class).isThrownBy(this.masked::clear);
		assertThatExceptionOfType(UnsupportedOperationException.class)
			.isThrownBy(() -> this.masked.entrySet().iterator().next().setValue("other"));
	}

}
