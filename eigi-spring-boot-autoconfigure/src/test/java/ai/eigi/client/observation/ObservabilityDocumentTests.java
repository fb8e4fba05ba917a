package ai.eigi.client.observation;

import java.lang.reflect.Method;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

import ai.eigi.client.EigiClient;
import ai.eigi.client.EigiOperations;
import ai.eigi.client.call.OutboundCallRequest;
import ai.eigi.client.observation.EigiClientObservationDocumentation.BoundedKeyName;
import ai.eigi.client.observation.EigiClientObservationDocumentation.Events;
import ai.eigi.client.observation.EigiClientObservationDocumentation.HighCardinalityKeyNames;
import ai.eigi.client.observation.EigiClientObservationDocumentation.LowCardinalityKeyNames;
import ai.eigi.client.observation.EigiClientObservationDocumentation.Meters;
import ai.eigi.client.transport.OperationEvents.PermitWait;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * {@code docs/observability.md} lists what the code lists.
 */
class ObservabilityDocumentTests {

	private static final Pattern CODE = Pattern.compile("`([^`]+)`");

	private final Map<String, Map<String, List<String>>> tables = tables();

	@Test
	void tags() {
		Map<String, List<String>> tags = this.tables.get("tag");
		assertThat(tags.keySet()).containsExactlyInAnyOrder(Arrays.stream(LowCardinalityKeyNames.values())
			.map(LowCardinalityKeyNames::asString)
			.toArray(String[]::new));
		for (LowCardinalityKeyNames key : LowCardinalityKeyNames.values()) {
			if (!key.allowedValues().isEmpty()) {
				assertThat(codes(tags.get(key.asString()).get(0)))
					.containsExactlyInAnyOrderElementsOf(key.allowedValues());
			}
		}
	}

	@Test
	void spanKeysAndEvents() {
		assertThat(this.tables.get("key").keySet())
			.containsExactlyInAnyOrder(Arrays.stream(HighCardinalityKeyNames.values())
				.map(HighCardinalityKeyNames::asString)
				.toArray(String[]::new));
		assertThat(this.tables.get("event").keySet())
			.containsExactlyInAnyOrder(Arrays.stream(Events.values()).map(Events::getName).toArray(String[]::new));
	}

	@Test
	void values() {
		assertThat(this.tables.get("outcome").keySet()).containsExactly(names(EigiClientOutcome.values()));
		assertThat(this.tables.get("result").keySet()).containsExactly(names(EigiClientAttemptResult.values()));
		assertThat(this.tables.get("result of a wait").keySet()).containsExactly(names(PermitWait.values()));
	}

	@Test
	void meters() {
		Map<String, List<String>> meters = this.tables.get("meter");
		assertThat(meters.keySet())
			.containsExactlyInAnyOrder(Arrays.stream(Meters.values()).map(Meters::getName).toArray(String[]::new));
		for (Meters meter : Meters.values()) {
			List<String> row = meters.get(meter.getName());
			assertThat(row.get(0)).isEqualTo(meter.getType());
			assertThat(codes(row.get(1))).containsExactlyInAnyOrderElementsOf(
					meter.getKeyNames().stream().map(BoundedKeyName::asString).collect(Collectors.toSet()));
		}
	}

	@Test
	void whatRingsIsAlertedOn() {
		String sentence = lines().stream()
			.filter((line) -> line.startsWith("Alert on `OUTCOME_UNKNOWN`"))
			.collect(Collectors.joining());
		assertThat(codes(sentence)).containsAll(Arrays.stream(EigiOperations.class.getMethods())
			.filter((method) -> List.of(method.getParameterTypes()).contains(OutboundCallRequest.class))
			.map(Method::getName)
			.collect(Collectors.toSet()));
	}

	private static String[] names(Enum<?>[] values) {
		return Arrays.stream(values).map(Enum::name).toArray(String[]::new);
	}

	private static Set<String> codes(String cell) {
		Set<String> codes = new TreeSet<>();
		Matcher matcher = CODE.matcher(cell);
		while (matcher.find()) {
			codes.add(matcher.group(1));
		}
		return codes;
	}

	/**
	 * Each table by the title of its first column, each row by what stands there.
	 */
	private static Map<String, Map<String, List<String>>> tables() {
		Map<String, Map<String, List<String>>> tables = new LinkedHashMap<>();
		Map<String, List<String>> table = null;
		for (String line : lines()) {
			if (!line.startsWith("| ")) {
				table = null;
				continue;
			}
			List<String> cells = Arrays.stream(line.substring(1, line.length() - 1).split("\\|"))
				.map(String::strip)
				.toList();
			if (table == null) {
				table = new LinkedHashMap<>();
				tables.put(cells.get(0), table);
			}
			else if (!cells.get(0).startsWith("---")) {
				table.put(cells.get(0).replace("`", ""), cells.subList(1, cells.size()));
			}
		}
		return tables;
	}

	private static List<String> lines() {
		try {
			Path module = Path.of(EigiClient.class.getProtectionDomain().getCodeSource().getLocation().toURI())
				.getParent()
				.getParent();
			return Files.readAllLines(module.resolveSibling("docs").resolve("observability.md"));
		}
		catch (Exception ex) {
			throw new IllegalStateException(ex);
		}
	}

}
