package ai.eigi.sample;

import java.util.List;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Properties of the sample.
 *
 * @param agents agents that the page offers
 */
@ConfigurationProperties("sample")
record SampleProperties(@DefaultValue List<Agent> agents) {

	/**
	 * An agent by id, with a name for people.
	 *
	 * @param id id of the agent, from the dashboard of eigi.ai
	 * @param name what the page calls it
	 */
	record Agent(String id, String name) {

	}

}
