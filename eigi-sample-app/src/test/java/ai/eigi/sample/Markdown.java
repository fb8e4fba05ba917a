package ai.eigi.sample;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * A page of the documentation, as far as links go.
 *
 * @param file where it is
 * @param text its text without blocks of code
 */
record Markdown(Path file, String text) {

	private static final Pattern CODE_BLOCK = Pattern.compile("^```.*?^```", Pattern.DOTALL | Pattern.MULTILINE);

	private static final Pattern CODE = Pattern.compile("`[^`\\n]*`");

	private static final Pattern LINK = Pattern.compile("]\\((?![a-z]+:)([^)\\s]+)\\)");

	private static final Pattern HEADING = Pattern.compile("^#{1,6} +(.*?) *$", Pattern.MULTILINE);

	static Markdown read(Path file) throws IOException {
		return new Markdown(file, CODE_BLOCK.matcher(Files.readString(file)).replaceAll(""));
	}

	/**
	 * The links to other files and to headings.
	 * @return the targets
	 */
	List<String> relativeLinks() {
		return LINK.matcher(CODE.matcher(this.text).replaceAll("`"))
			.results()
			.map((link) -> link.group(1))
			.distinct()
			.toList();
	}

	/**
	 * Whether there is a file for a link, and in it the heading.
	 */
	boolean leadsSomewhere(String link) throws IOException {
		String[] parts = link.split("#", 2);
		Path target = parts[0].isEmpty() ? this.file : this.file.resolveSibling(parts[0]).normalize();
		return Files.exists(target) && (parts.length == 1 || read(target).anchors().contains(parts[1]));
	}

	/**
	 * The anchors that GitHub makes of the headings.
	 */
	private Set<String> anchors() {
		Map<String, Integer> seen = new HashMap<>();
		Set<String> anchors = new HashSet<>();
		HEADING.matcher(this.text).results().forEach((heading) -> {
			String anchor = heading.group(1)
				.toLowerCase(Locale.ROOT)
				.replaceAll("\\[([^]]*)]\\([^)]*\\)", "$1")
				.replaceAll("[^\\p{L}\\p{N} _-]", "")
				.replace(' ', '-');
			int before = seen.merge(anchor, 1, Integer::sum) - 1;
			anchors.add((before == 0) ? anchor : anchor + "-" + before);
		});
		return anchors;
	}

}
