package ai.eigi.simulator;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
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
		.withPrompt(
				"You are Emma from the clinic. Remind {{customer_name}} of the appointment at {{appointment_time}}.")
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

	private final String prompt;

	private final List<String> mobileNumbers;

	private final Map<String, Object> fields;

	private final boolean llm;

	private final boolean foreign;

	private SimulatedAgent(Copy copy) {
		this.id = copy.id;
		this.name = copy.name;
		this.type = copy.type;
		this.greeting = copy.greeting;
		this.prompt = copy.prompt;
		this.mobileNumbers = copy.mobileNumbers;
		this.fields = copy.fields;
		this.llm = copy.llm;
		this.foreign = copy.foreign;
	}

	/**
	 * Create an inbound agent that can chat and has no telephone number.
	 * @param id the id; real ones have 24 hexadecimal digits
	 * @param name the name
	 * @return the agent
	 */
	public static SimulatedAgent of(String id, String name) {
		return new SimulatedAgent(new Copy(id, name));
	}

	/**
	 * Copy with another type.
	 * @param type {@code INBOUND}, {@code OUTBOUND} or a type yet unknown
	 * @return the copy
	 */
	public SimulatedAgent withType(String type) {
		Copy copy = new Copy(this);
		copy.type = Objects.requireNonNull(type, "type must not be null");
		return new SimulatedAgent(copy);
	}

	/**
	 * Copy with another first message.
	 * @param greeting the first message
	 * @return the copy
	 */
	public SimulatedAgent withGreeting(String greeting) {
		Copy copy = new Copy(this);
		copy.greeting = Objects.requireNonNull(greeting, "greeting must not be null");
		return new SimulatedAgent(copy);
	}

	/**
	 * Copy with another prompt, which is kept as the agent's own. What stands in double
	 * braces in it is a dynamic variable.
	 * @param prompt the text of the prompt
	 * @return the copy
	 */
	public SimulatedAgent withPrompt(String prompt) {
		Copy copy = new Copy(this);
		copy.prompt = Objects.requireNonNull(prompt, "prompt must not be null");
		return new SimulatedAgent(copy);
	}

	/**
	 * Copy with another field of the wire's agent object, known or unknown to clients. It
	 * is shown and has no other effect.
	 * @param name name of the field
	 * @param value a value that can be written as JSON
	 * @return the copy
	 */
	public SimulatedAgent withField(String name, Object value) {
		Copy copy = new Copy(this);
		copy.fields = new LinkedHashMap<>(this.fields);
		copy.fields.put(Objects.requireNonNull(name, "name must not be null"),
				Objects.requireNonNull(value, "value must not be null"));
		return new SimulatedAgent(copy);
	}

	/**
	 * Copy with telephone numbers of its own, which it needs to place calls.
	 * @param mobileNumbers the numbers in E.164 form
	 * @return the copy
	 */
	public SimulatedAgent withMobileNumbers(String... mobileNumbers) {
		Copy copy = new Copy(this);
		copy.mobileNumbers = List.of(mobileNumbers);
		return new SimulatedAgent(copy);
	}

	/**
	 * Copy without a language model: chats and calls are refused with 400.
	 * @return the copy
	 */
	public SimulatedAgent withoutLlm() {
		Copy copy = new Copy(this);
		copy.llm = false;
		return new SimulatedAgent(copy);
	}

	/**
	 * Copy that belongs to somebody else: it and its conversations are refused with 403
	 * and appear in no list.
	 * @return the copy
	 */
	public SimulatedAgent ownedBySomebodyElse() {
		Copy copy = new Copy(this);
		copy.foreign = true;
		return new SimulatedAgent(copy);
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

	String prompt() {
		return this.prompt;
	}

	Map<String, Object> fields() {
		return this.fields;
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

	/**
	 * Values of an agent in the making.
	 */
	private static final class Copy {

		private final String id;

		private final String name;

		private String type = "INBOUND";

		private String greeting = "Hello! How can I help you today?";

		private String prompt;

		private List<String> mobileNumbers = List.of();

		private Map<String, Object> fields = Map.of();

		private boolean llm = true;

		private boolean foreign;

		private Copy(String id, String name) {
			this.id = Objects.requireNonNull(id, "id must not be null");
			this.name = Objects.requireNonNull(name, "name must not be null");
			this.prompt = "You are " + name + ", a helpful agent.";
		}

		private Copy(SimulatedAgent agent) {
			this.id = agent.id;
			this.name = agent.name;
			this.type = agent.type;
			this.greeting = agent.greeting;
			this.prompt = agent.prompt;
			this.mobileNumbers = agent.mobileNumbers;
			this.fields = agent.fields;
			this.llm = agent.llm;
			this.foreign = agent.foreign;
		}

	}

}
