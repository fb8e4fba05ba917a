package ai.eigi.client.agent;

import java.util.Map;
import java.util.Set;

import ai.eigi.client.transport.Require;
import ai.eigi.client.transport.WireObject;

/**
 * How an agent looks on a web page; the wire's {@code widget_config}. The service names
 * four objects and leaves open what is in them.
 *
 * @since 0.1.0
 */
public final class WidgetConfig extends AgentPart<WidgetConfig> {

	private static final String INTERFACE = "widget_interface";

	private static final String APPEARANCE = "widget_appearance";

	private static final String AVATAR = "widget_avatar";

	private static final String TERMS = "widget_tnc_config";

	private WidgetConfig(WireObject wire) {
		super(wire);
	}

	/**
	 * Nothing set, to begin with.
	 * @return the part
	 */
	public static WidgetConfig empty() {
		return new WidgetConfig(WireObject.empty());
	}

	static WidgetConfig from(WireObject wire) {
		return new WidgetConfig(wire);
	}

	/**
	 * What can be done with the widget; the wire's {@code widget_interface}.
	 * @return an unmodifiable map, possibly empty
	 */
	public Map<String, Object> controls() {
		return wire().object(INTERFACE).asMaskedMap();
	}

	/**
	 * The same with another {@code widget_interface}.
	 * @param controls values that can be written as JSON; copied deeply
	 * @return the part
	 */
	public WidgetConfig withControls(Map<String, ?> controls) {
		return set(INTERFACE, controls);
	}

	public Map<String, Object> appearance() {
		return wire().object(APPEARANCE).asMaskedMap();
	}

	/**
	 * The same with another appearance.
	 * @param appearance values that can be written as JSON; copied deeply
	 * @return the part
	 */
	public WidgetConfig withAppearance(Map<String, ?> appearance) {
		return set(APPEARANCE, appearance);
	}

	public Map<String, Object> avatar() {
		return wire().object(AVATAR).asMaskedMap();
	}

	/**
	 * The same with another avatar.
	 * @param avatar values that can be written as JSON; copied deeply
	 * @return the part
	 */
	public WidgetConfig withAvatar(Map<String, ?> avatar) {
		return set(AVATAR, avatar);
	}

	/**
	 * Terms and conditions; the wire's {@code widget_tnc_config}.
	 * @return an unmodifiable map, possibly empty
	 */
	public Map<String, Object> terms() {
		return wire().object(TERMS).asMaskedMap();
	}

	/**
	 * The same with other terms and conditions.
	 * @param terms values that can be written as JSON; copied deeply
	 * @return the part
	 */
	public WidgetConfig withTerms(Map<String, ?> terms) {
		return set(TERMS, terms);
	}

	@Override
	WidgetConfig copy(WireObject wire) {
		return new WidgetConfig(wire);
	}

	@Override
	Set<String> documented() {
		return Set.of(INTERFACE, APPEARANCE, AVATAR, TERMS);
	}

	@Override
	void check(Require require, String field) {
		// the service states no bounds
	}

	/**
	 * Shows the names of what is set alone.
	 */
	@Override
	public String toString() {
		return "WidgetConfig" + wire().names();
	}

}
