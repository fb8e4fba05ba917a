package ai.eigi.boot.autoconfigure;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

import ai.eigi.client.conversation.ConversationType;
import ai.eigi.webhook.SweepSettings;

import org.springframework.boot.context.properties.ConfigurationProperties;

/**
 * Properties of the sweep, which finds ended conversations that no webhook delivery told
 * of.
 *
 * @since 0.1.0
 */
@ConfigurationProperties("eigi.webhook.sweep")
public class EigiSweepProperties {

	/**
	 * Whether ended conversations that no delivery told of are looked for. Without
	 * "eigi.webhook.path" it has to be set to true.
	 */
	private boolean enabled = true;

	/**
	 * Time from the end of one look to the next.
	 */
	private Duration interval = Duration.ofMinutes(5);

	/**
	 * Longest a conversation lasts. The service lists by creation, so that every look
	 * goes back this far.
	 */
	private Duration longestCall = Duration.ofHours(4);

	/**
	 * Types of conversations to look for; all if empty. The service delivers the ends of
	 * phone calls and voice sessions alone.
	 */
	private List<String> types = new ArrayList<>(List.of("TELEPHONY", "DAILY"));

	public boolean isEnabled() {
		return this.enabled;
	}

	public void setEnabled(boolean enabled) {
		this.enabled = enabled;
	}

	public Duration getInterval() {
		return this.interval;
	}

	public void setInterval(Duration interval) {
		this.interval = interval;
	}

	public Duration getLongestCall() {
		return this.longestCall;
	}

	public void setLongestCall(Duration longestCall) {
		this.longestCall = longestCall;
	}

	public List<String> getTypes() {
		return this.types;
	}

	public void setTypes(List<String> types) {
		this.types = types;
	}

	SweepSettings toSettings() {
		return new SweepSettings(this.interval, this.longestCall,
				this.types.stream()
					.filter((type) -> !type.isBlank())
					.map((type) -> ConversationType.of(type.strip().toUpperCase(Locale.ROOT)))
					.toList());
	}

}
