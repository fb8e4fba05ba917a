package ai.eigi.simulator;

import java.util.List;
import java.util.Objects;

/**
 * Agent that the simulator knows. Immutable: each {@code with} method returns a copy.
 *
 * @since 0.1.0
 */
public final class SimulatedAgent {

	/**
	 * Inbound agent with chat and a telephone number.
	 */
	public static final SimulatedAgent SUPPORT = of("68ea2517dbb84c09bae1ba0a", "Support Agent")
		.withGreeting("Hello! Welcome to our support. How can I help you today?")
		.withMobileNumbers("+14155550100");

	/**
	 * Outbound agent with chat and a telephone number.
	 */
	public static final SimulatedAgent APPOINTMENTS = of("68ea2517dbb84c09bae1ba0b", "Appointment Agent")
		.withType("OUTBOUND")
		.withGreeting("Hi, this is Emma from the clinic. Do you have a minute to talk about your appointment?")
		.withMobileNumbers("+14155550101");

	/**
	 * Agent for chat only: it has no telephone number, so that calls are refused.
	 */
	public static final SimulatedAgent WEBSITE_GUIDE = of("68ea2517dbb84c09bae1ba0c", "Website Guide")
		.withGreeting("Namaste 🙏 नमस्ते! Ask me anything about this site.");

	private final String id;

	private final String name;

	private final String type;

	private final String greeting;

	private final List<String> mobileNumbers;

	private final boolean llm;

	private final boolean foreign;

	private SimulatedAgent(String id, String name, String type, String greeting, List<String> mobileNumbers,
			boolean llm, boolean foreign) {
		this.id = Objects.requireNonNull(id, "id must not be null");
		this.name = Objects.requireNonNull(name, "name must not be null");
		this.type = Objects.requireNonNull(type, "type must not be null");
		this.greeting = Objects.requireNonNull(greeting, "greeting must not be null");
		this.mobileNumbers = mobileNumbers;
		this.llm = llm;
		this.foreign = foreign;
	}

	/**
	 * Create an inbound agent that can chat and has no telephone number.
	 * @param id the id; real ones have 24 hexadecimal digits
	 * @param name the name
	 * @return the agent
	 */
	public static SimulatedAgent of(String id, String name) {
		return new SimulatedAgent(id, name, "INBOUND", "Hello! How can I help you today?", List.of(), true, false);
	}

	/**
	 * Copy with another type.
	 * @param type {@code INBOUND}, {@code OUTBOUND} or a type yet unknown
	 * @return the copy
	 */
	public SimulatedAgent withType(String type) {
		return new SimulatedAgent(this.id, this.name, type, this.greeting, this.mobileNumbers, this.llm, this.foreign);
	}

	/**
	 * Copy with another first message.
	 * @param greeting the first message
	 * @return the copy
	 */
	public SimulatedAgent withGreeting(String greeting) {
		return new SimulatedAgent(this.id, this.name, this.type, greeting, this.mobileNumbers, this.llm, this.foreign);
	}

	/**
	 * Copy with telephone numbers of its own, which it needs to place calls.
	 * @param mobileNumbers the numbers in E.164 form
	 * @return the copy
	 */
	public SimulatedAgent withMobileNumbers(String... mobileNumbers) {
		return new SimulatedAgent(this.id, this.name, this.type, this.greeting, List.of(mobileNumbers), this.llm,
				this.foreign);
	}

	/**
	 * Copy without a language model: chats and calls are refused with 400.
	 * @return the copy
	 */
	public SimulatedAgent withoutLlm() {
		return new SimulatedAgent(this.id, this.name, this.type, this.greeting, this.mobileNumbers, false,
				this.foreign);
	}

	/**
	 * Copy that belongs to somebody else: it and its conversations are refused with 403
	 * and appear in no list.
	 * @return the copy
	 */
	public SimulatedAgent ownedBySomebodyElse() {
		return new SimulatedAgent(this.id, this.name, this.type, this.greeting, this.mobileNumbers, this.llm, true);
	}

	public String id() {
		return this.id;
	}

	public String name() {
		return this.name;
	}

	public String type() {
		return this.type;
	}

	public String greeting() {
		return this.greeting;
	}

	public List<String> mobileNumbers() {
		return this.mobileNumbers;
	}

	boolean hasLlm() {
		return this.llm;
	}

	boolean isForeign() {
		return this.foreign;
	}

	@Override
	public String toString() {
		return "SimulatedAgent[" + this.id + ", " + this.name + "]";
	}

}
