const byId = (id) => document.getElementById(id);

/** A new element with a text, which is never read as HTML. */
function element(name, text, className) {
	const made = document.createElement(name);
	if (text) {
		made.textContent = text;
	}
	if (className) {
		made.className = className;
	}
	return made;
}

// ---------------------------------------------------------------- errors

/** What went wrong, in words for a person. */
class Problem extends Error {

	constructor(title, detail) {
		super(title);
		this.detail = detail;
	}

	static async of(response) {
		const body = await response.json().catch(() => ({}));
		const wait = response.headers.get("Retry-After");
		const title = body.title ?? `The application answered ${response.status}.`;
		return new Problem((wait) ? `${title} (${wait} s)` : title, body.detail);
	}

}

/** A response with success. Throws a Problem, or what fetch throws if nothing came back. */
async function request(path, options) {
	const response = await fetch(path, options);
	if (!response.ok) {
		throw await Problem.of(response);
	}
	return response;
}

function post(path, body, signal) {
	return request(path, {
		method: "POST", headers: { "Content-Type": "application/json" }, body: JSON.stringify(body), signal
	});
}

function clear(place) {
	place.replaceChildren();
}

function show(place, error) {
	const problem = (error instanceof Problem) ? error
			: new Problem("The sample application does not answer. Is it still running?");
	place.replaceChildren(element("strong", problem.message), element("span", problem.detail));
}

/** Hands out the text of a response as it arrives. */
async function* textOf(response) {
	const reader = response.body.pipeThrough(new TextDecoderStream()).getReader();
	for (let read = await reader.read(); !read.done; read = await reader.read()) {
		yield read.value;
	}
}

/** Hands out the objects of a response with a line of JSON for each. */
async function* linesOf(response) {
	let rest = "";
	for await (const text of textOf(response)) {
		const lines = (rest + text).split("\n");
		rest = lines.pop();
		yield* lines.filter((line) => line).map((line) => JSON.parse(line));
	}
}

// ---------------------------------------------------------------- words

const agents = new Map();
const words = {
	IN_PROGRESS: "In progress", COMPLETED: "Completed", DISCONNECTED: "Disconnected", FAILED: "Failed",
	TELEPHONY: "Telephone", CHAT: "Chat", WHATSAPP: "WhatsApp", DAILY: "Web call", INBOUND: "from", OUTBOUND: "to"
};
const inWords = (value) => words[value] ?? value ?? "unknown";
const agentName = (id) => agents.get(id) ?? id ?? "unknown agent";

function turn(role, text, who = (role === "user") ? "User" : "Agent") {
	const item = element("li", null, role);
	item.append(element("b", who), text ?? "");
	return item;
}

// ---------------------------------------------------------------- agent

const agent = byId("agent");
const ownAgent = byId("own-agent");

function agentId() {
	const id = agent.value || ownAgent.value.trim();
	if (!id) {
		ownAgent.focus();
		throw new Problem("Which agent? Please enter its id.");
	}
	return id;
}

function agentChanged() {
	byId("own-agent-field").hidden = agent.value !== "";
	newChat();
}

agent.addEventListener("change", agentChanged);
ownAgent.addEventListener("change", () => newChat());

async function setUp() {
	try {
		const setup = await (await request("/api/setup")).json();
		setup.agents.forEach(({ id, name }) => agents.set(id, name));
		agent.prepend(...setup.agents.map(({ id, name }) => new Option(name, id)));
		agent.selectedIndex = 0;
		byId("service").textContent = (setup.simulated)
				? "Simulator: nothing leaves this machine, no phone rings"
				: `Real service at ${setup.address}: chats and calls cost money, ${setup.allowedNumbers} number(s) may be called`;
		byId("service").classList.toggle("real", !setup.simulated);
	}
	catch {
		byId("service").textContent = "The sample application does not answer. Is it still running?";
	}
	agentChanged();
}

// ---------------------------------------------------------------- chat

const chatLog = byId("chat-log");
const message = byId("message");
let sessionId = null;
let running = null;

function newChat() {
	running?.abort();
	answering(null);
	sessionId = null;
	chatLog.replaceChildren();
	byId("chat-status").textContent = "";
	clear(byId("chat-error"));
}

function answering(controller) {
	running = controller;
	chatLog.ariaBusy = String(controller !== null);
	byId("send").disabled = controller !== null;
	byId("stop").disabled = controller === null;
}

async function chat() {
	const text = message.value;
	const controller = new AbortController();
	const question = turn("user", text, "You");
	const answer = turn("assistant", "");
	const atEnd = () => chatLog.scrollTo({ top: chatLog.scrollHeight });
	let arrived = false;
	answering(controller);
	clear(byId("chat-error"));
	byId("chat-status").textContent = "The agent is answering…";
	try {
		const body = { agentId: agentId(), message: text, sessionId };
		chatLog.append(question);
		message.value = "";
		atEnd();
		const response = await post("/api/chat", body, controller.signal);
		sessionId = response.headers.get("X-Session-Id") ?? sessionId;
		for await (const piece of textOf(response)) {
			if (!arrived) {
				chatLog.append(answer);
				arrived = true;
			}
			answer.append(piece);
			atEnd();
		}
		byId("chat-status").textContent = "";
	}
	catch (error) {
		if (running !== controller) {
			return;
		}
		byId("chat-status").textContent = "";
		if (error.name === "AbortError") {
			byId("chat-status").textContent = "Stopped. The agent may have said more: its session tells.";
		}
		else if (arrived) {
			answer.append(element("span", "The answer broke off here. Nothing was repeated; "
					+ "ask on, or look at the conversation for the rest.", "note"));
		}
		else {
			show(byId("chat-error"), error);
			question.remove();
			message.value ||= text;
		}
	}
	finally {
		if (running === controller) {
			answering(null);
		}
	}
}

byId("chat-form").addEventListener("submit", (event) => {
	event.preventDefault();
	if (!running) {
		chat();
	}
});
message.addEventListener("keydown", (event) => {
	if (event.key === "Enter" && !event.shiftKey && !event.isComposing) {
		event.preventDefault();
		byId("chat-form").requestSubmit();
	}
});
byId("stop").addEventListener("click", () => {
	running?.abort();
	message.focus();
});
byId("new-chat").addEventListener("click", () => {
	newChat();
	message.focus();
});

// ---------------------------------------------------------------- call

function showCall({ stage, status, message: said, conversation }) {
	const text = said ?? (inWords(status) + ((conversation.seconds) ? ` after ${conversation.seconds} s` : ""));
	if (byId("call-status").textContent !== text) {
		byId("call-status").textContent = text;
		byId("call-status").className = `status ${status ?? stage}`;
	}
	const log = byId("call-log");
	const news = (conversation?.transcript ?? []).slice(log.children.length);
	log.append(...news.map((line) => turn(line.role, line.text)));
}

async function call() {
	byId("place-call").disabled = true;
	byId("call-log").replaceChildren();
	byId("call-status").className = "";
	byId("call-status").textContent = "Placing the call…";
	clear(byId("call-error"));
	let last = null;
	try {
		const order = { agentId: agentId(), number: byId("number").value.trim() };
		for await (const update of linesOf(await post("/api/calls", order))) {
			last = update;
			showCall(update);
		}
		list();
	}
	catch (error) {
		if (last === null) {
			byId("call-status").textContent = "";
		}
		show(byId("call-error"), (error instanceof Problem) ? error : new Problem((last !== null)
				? "The call can no longer be watched. It goes on: look at the conversations."
				: "The phone may have rung. Look at the conversations before you dial again."));
	}
	finally {
		byId("place-call").disabled = false;
	}
}

byId("call-form").addEventListener("submit", (event) => {
	event.preventDefault();
	if (!byId("place-call").disabled) {
		call();
	}
});

// ---------------------------------------------------------------- conversations

let page = 1;
let asked = "";

function conversationItem(conversation) {
	const item = element("details");
	const summary = element("summary");
	const party = (conversation.callingType === "INBOUND") ? conversation.from : conversation.to;
	const what = [inWords(conversation.type), (party) ? `${inWords(conversation.callingType)} ${party}` : null]
		.filter((part) => part).join(" ");
	const time = element("time", (conversation.createdAt) ? new Date(conversation.createdAt).toLocaleString() : "");
	time.dateTime = conversation.createdAt ?? "";
	summary.append(element("span", `${what}, ${agentName(conversation.agentId)}`, "what"),
			element("span", inWords(conversation.status), `status ${conversation.status}`), time);
	const body = element("div", "Loading…");
	item.append(summary, body);
	item.addEventListener("toggle", () => {
		if (item.open) {
			showTranscript(conversation.id, body);
		}
	});
	return item;
}

async function showTranscript(id, place) {
	try {
		const conversation = await (await request(`/api/conversations/${encodeURIComponent(id)}`)).json();
		const facts = element("dl");
		const fact = (name, value) => (value) && facts.append(element("dt", name), element("dd", value));
		fact("Id", conversation.id);
		fact("Status", inWords(conversation.status));
		fact("Duration", (conversation.seconds) ? `${conversation.seconds} s` : null);
		conversation.analysis.flatMap(Object.entries).forEach(([name, value]) => fact(name, String(value)));
		const talk = element("ol", null, "talk");
		talk.append(...conversation.transcript.map(({ role, text }) => turn(role, text)));
		place.replaceChildren(facts, (talk.children.length > 0) ? talk : element("p", "Nothing was said."));
	}
	catch (error) {
		const problem = element("p", null, "error");
		show(problem, error);
		place.replaceChildren(problem);
	}
}

function nobodyReads() {
	return byId("conversations").querySelector("details[open]") === null;
}

async function list(mayClose = () => true) {
	const query = new URLSearchParams({ page });
	new FormData(byId("filter")).forEach((value, name) => (value) && query.set(name, value));
	asked = query.toString();
	clear(byId("list-error"));
	try {
		const found = await (await request(`/api/conversations?${query}`)).json();
		if (asked !== query.toString() || !mayClose()) {
			return;
		}
		byId("conversations").replaceChildren(...found.items.map(conversationItem));
		byId("page").textContent = (found.total === 0) ? "No conversations"
				: `Page ${found.number} of ${found.totalPages}, ${found.total} in all`;
		byId("previous").disabled = found.number <= 1;
		byId("next").disabled = !found.hasNext;
	}
	catch (error) {
		show(byId("list-error"), error);
	}
}

function turnTo(number) {
	page = number;
	list();
}

// conversations that end, whoever began them
const events = new EventSource("/api/events");
events.addEventListener("open", () => byId("event").dataset.connected = "");
events.addEventListener("message", ({ data }) => {
	const { type, callingType, from, to, status } = JSON.parse(data);
	byId("event").textContent = [inWords(type), inWords(callingType), (callingType === "INBOUND") ? from : to, "ended:",
			inWords(status)].filter((part) => part).join(" ");
	list(nobodyReads);
});

byId("filter").addEventListener("change", () => turnTo(1));
byId("filter").addEventListener("submit", (event) => event.preventDefault());
byId("refresh").addEventListener("click", () => turnTo(1));
byId("previous").addEventListener("click", () => turnTo(page - 1));
byId("next").addEventListener("click", () => turnTo(page + 1));

await setUp();
list();

export { Problem, agent, agents, byId, clear, element, list, ownAgent, post, request, show };
