import { all, any, exists, given, is, startsWith } from "../condition.ts";
import { defineQuestion } from "../question.ts";

export default defineQuestion({
  name: "ssh-logins",
  title: { en: "SSH logins and failures on EC2", ja: "EC2 への SSH ログインと失敗" },
  why: "Who logged in to which machine, from where, and who tried: nodes of a cluster are machines, too. An attempt may be told of by sshd and by PAM.",
  platforms: ["ec2", "eks"],
  params: {
    outcome: { kind: "text", description: "success or failure; empty for both", default: "" },
    user: { kind: "text", description: "User; empty for all", default: "" },
    host: { kind: "text", description: "Host name; empty for all", default: "" },
  },
  where: ({ outcome, user, host }) =>
    all(
      any(
        // sshd-session since OpenSSH 9.8.
        startsWith("attributes.syslog.app_name", "sshd"),
        startsWith("attributes.process.executable.name", "sshd"),
        startsWith("resource.attributes.service.name", "sshd"),
      ),
      exists("attributes.event.outcome"),
      given(outcome, is("attributes.event.outcome", outcome)),
      given(user, is("attributes.user.name", user)),
      given(host, is("resource.attributes.host.name", host)),
    ),
  answer: {
    kind: "records",
    columns: {
      time: "@timestamp",
      host: ["resource.attributes.host.name", "resource.attributes.host.id"],
      outcome: "attributes.event.outcome",
      user: "attributes.user.name",
      client: "attributes.client.address",
      message: "body",
    },
  },
});
