package ai.eigi.client.agent;

import ai.eigi.client.transport.WireValue;

/**
 * Field that an agent works in. The wire values have spaces, slashes and mixed case. The
 * list is open: a value that this client has no constant for survives reading and
 * writing.
 *
 * @since 0.1.0
 */
public final class AgentCategory extends WireValue {

	/**
	 * Help with what was bought.
	 */
	public static final AgentCategory CUSTOMER_SERVICE = new AgentCategory("Customer Service");

	/**
	 * Selling.
	 */
	public static final AgentCategory SALES = new AgentCategory("Sales");

	/**
	 * Appointments.
	 */
	public static final AgentCategory SCHEDULING = new AgentCategory("Scheduling");

	/**
	 * Finding things out.
	 */
	public static final AgentCategory RESEARCH = new AgentCategory("Research");

	/**
	 * Health.
	 */
	public static final AgentCategory HEALTHCARE = new AgentCategory("Healthcare");

	/**
	 * Looking after customers.
	 */
	public static final AgentCategory CUSTOMER_SUCCESS = new AgentCategory("Customer Success");

	/**
	 * Teaching.
	 */
	public static final AgentCategory EDUCATION = new AgentCategory("Education");

	/**
	 * Money.
	 */
	public static final AgentCategory FINANCE = new AgentCategory("Finance");

	/**
	 * Personnel.
	 */
	public static final AgentCategory HR = new AgentCategory("HR");

	/**
	 * Law.
	 */
	public static final AgentCategory LEGAL = new AgentCategory("Legal");

	/**
	 * Getting work done.
	 */
	public static final AgentCategory PRODUCTIVITY = new AgentCategory("Productivity");

	/**
	 * Making things up.
	 */
	public static final AgentCategory CREATIVE = new AgentCategory("Creative");

	/**
	 * Running computers.
	 */
	public static final AgentCategory IT_DEVOPS = new AgentCategory("IT/DevOps");

	/**
	 * Shops on the web.
	 */
	public static final AgentCategory E_COMMERCE = new AgentCategory("E-commerce");

	/**
	 * Pastime.
	 */
	public static final AgentCategory ENTERTAINMENT = new AgentCategory("Entertainment");

	/**
	 * Journeys.
	 */
	public static final AgentCategory TRAVEL = new AgentCategory("Travel");

	/**
	 * Well-being.
	 */
	public static final AgentCategory WELLNESS = new AgentCategory("Wellness");

	/**
	 * Characters of anime.
	 */
	public static final AgentCategory ANIME = new AgentCategory("Anime");

	/**
	 * Characters of cartoons.
	 */
	public static final AgentCategory CARTOON = new AgentCategory("Cartoon");

	/**
	 * Games.
	 */
	public static final AgentCategory GAMING = new AgentCategory("Gaming");

	/**
	 * Everyday life.
	 */
	public static final AgentCategory LIFESTYLE = new AgentCategory("Lifestyle");

	/**
	 * None of the others, the service's default.
	 */
	public static final AgentCategory OTHER = new AgentCategory("other");

	private AgentCategory(String value) {
		super(value);
	}

	/**
	 * The value with a wire value.
	 * @param value the wire value
	 * @return the value
	 */
	public static AgentCategory of(String value) {
		return new AgentCategory(value);
	}

}
