package ai.eigi.boot.autoconfigure;

import java.util.Arrays;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import org.springframework.beans.BeanUtils;
import org.springframework.boot.context.properties.bind.DataObjectPropertyName;

/**
 * Properties that an account can have, as they are written below its name:
 * {@code http.ssl.bundle} for example.
 */
final class AccountPropertyNames {

	private static final String GROUP = EigiAccountProperties.class.getName() + "$";

	static final Set<String> ALL = in(EigiAccountProperties.class).collect(Collectors.toUnmodifiableSet());

	private static final Pattern OF_MAIN = Pattern.compile(
			"(?<![\\w.-])eigi\\.(" + ALL.stream().map(Pattern::quote).collect(Collectors.joining("|")) + ")(?![\\w-])");

	private AccountPropertyNames() {
	}

	/**
	 * A text that speaks of properties of the main account, speaking of another's.
	 */
	static String ofAccount(String account, String text) {
		return OF_MAIN.matcher(text)
			.replaceAll(
					(found) -> Matcher.quoteReplacement(AccountNames.ACCOUNTS + "." + account + "." + found.group(1)));
	}

	private static Stream<String> in(Class<?> type) {
		return Arrays.stream(BeanUtils.getPropertyDescriptors(type)).flatMap((property) -> {
			String name = DataObjectPropertyName.toDashedForm(property.getName());
			if (property.getWriteMethod() != null) {
				return Stream.of(name);
			}
			Class<?> group = property.getPropertyType();
			return (group != null && group.getName().startsWith(GROUP)) ? in(group).map((rest) -> name + "." + rest)
					: Stream.empty();
		});
	}

}
