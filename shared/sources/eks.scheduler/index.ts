import { klogComponent } from "../klog-component.ts";

export default klogComponent({
  name: "eks.scheduler",
  stream: "kube-scheduler",
  description: "Scheduler of an EKS cluster: klog text or JSON from the control-plane stream `kube-scheduler-…`.",
});
